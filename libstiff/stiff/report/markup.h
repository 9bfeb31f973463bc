#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// Text as HTML and SVG may hold it, in an element or between quotes: & < > " ' as references;
/// control characters (but tab and line feed) and what is not UTF-8 as U+FFFD. File names and
/// labels come from strangers.
std::string escaped_text(std::string_view text);

/// A file's name as a relative link has it (RFC 3986): all but letters, digits and - . _ ~ as %XX.
std::string link_text(std::string_view file_name);

struct Attribute {
  std::string_view name;
  std::string value;
};

/// Writes elements that are well-formed as XML and as HTML 5 at once: every element is closed, in
/// order. Line ends stand only where a page shows none.
class Markup {
 public:
  Markup& open(std::string_view tag, std::initializer_list<Attribute> attributes = {});
  /// Ends the innermost element. \pre there is one.
  Markup& close();
  Markup& text(std::string_view text);
  /// An element with nothing but text in it.
  Markup& element(std::string_view tag, std::string_view text,
                  std::initializer_list<Attribute> attributes = {});
  /// A void element of HTML (`meta`, `br`) or a childless one of SVG (`path`): `<path ... />`.
  /// HTML knows no other that ends so.
  Markup& single(std::string_view tag, std::initializer_list<Attribute> attributes = {});
  /// What another Markup has made.
  Markup& add(const Markup& part);
  /// Text that must not be escaped: a style sheet of ours.
  Markup& verbatim(std::string_view text);
  /// The whole. \pre every element is closed.
  const std::string& str() const;

 private:
  void begin(std::string_view tag, std::initializer_list<Attribute> attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace stiff

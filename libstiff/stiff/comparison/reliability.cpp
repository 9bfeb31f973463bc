#include "stiff/comparison/reliability.h"

#include "stiff/comparison/measurements.h"
#include "stiff/comparison/reliability_rows.h"
#include "stiff/comparison/untreated.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace stiff {
namespace {

constexpr auto kRepeats = std::to_array<Choice<Repeats>>({{Repeats::session, "session"},
                                                          {Repeats::run, "run"},
                                                          {Repeats::repeat, "repeat"},
                                                          {Repeats::rater, "rater"}});

std::string name_of(Repeats repeats) {
  for (const auto& choice : kRepeats) {
    if (choice.value == repeats) return std::string(choice.name);
  }
  return {};
}

bool is_among(const std::vector<std::string>& words, const std::string& word) {
  return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

/// The numbers that the options ask for.
std::vector<const Measurement*> asked_for(std::span<const Measurement> numbers,
                                          const ReliabilityOptions& options) {
  const std::vector<std::string> sessions = listed_words(options.session);
  const std::vector<std::string> sides = listed_words(options.side);
  const std::vector<std::string> groups = listed_words(options.group);
  std::vector<const Measurement*> out;
  for (const Measurement& m : numbers) {
    if (is_among(sessions, m.session) && is_among(sides, m.side) && is_among(groups, m.group)) {
      out.push_back(&m);
    }
  }
  return out;
}

std::string repeat_of(const Measurement& m, Repeats repeats) {
  switch (repeats) {
    case Repeats::session:
      return m.session;
    case Repeats::run:
      return m.run;
    case Repeats::repeat:
      return std::to_string(m.repeat);
    case Repeats::rater:
      return m.rater;
  }
  return {};
}

/// Numbers that are alike in their key, found by its text: comparing its thirteen parts for each of
/// half a million taps would take most of the time.
struct KeyedNumbers {
  ReliabilityKey key;
  std::vector<const Measurement*> numbers;
};

class Keys {
 public:
  Keys(bool by_rater, bool by_session, bool by_run)
      : by_rater_(by_rater), by_session_(by_session), by_run_(by_run) {}

  void add(const Measurement& m) {
    text_.clear();
    for (const std::string* part :
         {&m.quantity, &m.units, &m.method, &m.roi, &m.device, &m.muscle, &m.site, &m.state,
          &m.posture, &m.probe_direction, by_rater_ ? &m.rater : &none_,
          by_session_ ? &m.session : &none_, by_run_ ? &m.run : &none_}) {
      text_ += *part;
      text_ += '\n';
    }
    const auto [at, is_new] = place_.emplace(text_, keyed_.size());
    if (is_new) {
      keyed_.push_back({{m.quantity, m.units, m.method, m.roi, m.device, m.muscle, m.site, m.state,
                         m.posture, m.probe_direction, by_rater_ ? m.rater : none_,
                         by_session_ ? m.session : none_, by_run_ ? m.run : none_},
                        {}});
    }
    keyed_[at->second].numbers.push_back(&m);
  }
  std::vector<KeyedNumbers> in_order() && {
    std::sort(keyed_.begin(), keyed_.end(),
              [](const KeyedNumbers& a, const KeyedNumbers& b) { return a.key < b.key; });
    return std::move(keyed_);
  }

 private:
  bool by_rater_, by_session_, by_run_;
  const std::string none_{};
  std::string text_;
  std::unordered_map<std::string, std::size_t> place_;
  std::vector<KeyedNumbers> keyed_;
};

std::vector<KeyedNumbers> keyed(const std::vector<const Measurement*>& numbers, Repeats repeats) {
  const bool within = repeats == Repeats::run || repeats == Repeats::repeat;
  Keys keys(repeats != Repeats::rater, within, repeats == Repeats::repeat);
  for (const Measurement* m : numbers) keys.add(*m);
  return std::move(keys).in_order();
}

/// What was left out, a line a person, side and muscle, however many quantities it was of.
std::vector<std::string> left_out_notes(const std::vector<LeftOutRow>& rows) {
  std::map<std::string, std::set<std::string>> quantities;
  for (const LeftOutRow& row : rows) {
    if (row.side == kMeanOfSides) continue;  // says of both sides what each side's line says
    std::string text = row.key.muscle;
    const auto add = [&text](const std::string& word) {
      if (!word.empty()) text += (text.empty() ? "" : " ") + word;
    };
    add(row.side);
    add(row.key.session);
    add(row.left_out.participant.empty() ? "repeat " + row.left_out.repeat
                                         : "sub-" + row.left_out.participant);
    quantities[text + " " + row.left_out.why].insert(row.key.quantity);
  }
  std::vector<std::string> out;
  for (const auto& [text, of] : quantities) {
    out.push_back("left out of the analysis of variance: " + text +
                  (of.size() == 1 ? " (" + *of.begin() + ")"
                                  : " (" + std::to_string(of.size()) + " quantities)"));
  }
  return out;
}

/// Indices and limits of one key; false where nothing of it was repeated.
bool add_key(const KeyedNumbers& of, const ReliabilityOptions& options, Reliability& out) {
  std::vector<NamedRepeat> named;
  named.reserve(of.numbers.size());
  for (const Measurement* m : of.numbers) named.push_back({m, repeat_of(*m, options.repeats)});
  std::vector<std::string> order = repeats_in_order(named);
  if (const auto given = listed_words(options.session);
      options.repeats == Repeats::session && !given.empty()) {
    std::vector<std::string> present;
    for (const std::string& name : given) {
      if (std::find(order.begin(), order.end(), name) != order.end()) present.push_back(name);
    }
    order = std::move(present);
  }
  if (order.size() < 2) return false;
  const std::vector<RepeatTable> tables = repeat_tables(named, order);
  for (const RepeatTable& table : tables) {
    const CompleteRows rows = complete_rows(table);
    for (const LeftOut& left : rows.left_out) out.left_out.push_back({of.key, table.side, left});
    for (ReliabilityRow& row : index_rows(of.key, table.side, rows)) {
      out.rows.push_back(std::move(row));
    }
  }
  for (LimitsRow& row : limits_rows(of.key, tables)) out.limits.push_back(std::move(row));
  return true;
}

/// Components take the repeats where a key has some, else the recordings.
void add_components(const std::vector<const Measurement*>& values,
                    const std::vector<const Measurement*>& repeats, Reliability& out) {
  const std::vector<KeyedNumbers> of_values = keyed(values, Repeats::session);
  std::map<ReliabilityKey, std::vector<const Measurement*>> taps;
  for (KeyedNumbers& one : keyed(repeats, Repeats::session)) {
    taps.emplace(one.key, std::move(one.numbers));
  }
  for (const KeyedNumbers& one : of_values) {
    const auto at = taps.find(one.key);
    const bool are_repeats = at != taps.end();
    add_component_rows({one.key, are_repeats ? at->second : one.numbers, are_repeats}, out);
  }
}

[[noreturn]] void refuse(const std::vector<const Measurement*>& numbers, Repeats repeats) {
  std::set<std::string> people, names;
  for (const Measurement* m : numbers) {
    people.insert(m->participant);
    names.insert(repeat_of(*m, repeats));
  }
  std::string what;
  if (people.size() == 1) {
    what = "there is one participant; reliability needs two or more, each measured twice";
  } else {
    what = "nothing was measured twice: there are " + std::to_string(people.size()) +
           " people and one " + name_of(repeats) +
           (names.empty() || names.begin()->empty() ? "" : " (" + *names.begin() + ")") +
           "; --repeats says what is repeated";
  }
  throw Error(ErrorKind::bad_data, what);
}

}  // namespace

std::span<const Choice<Repeats>> choices(Repeats) {
  return kRepeats;
}

Reliability reliability(std::span<const Measurement> values, std::span<const Measurement> repeats,
                        const ReliabilityOptions& options) {
  Reliability out;
  const bool between = options.repeats == Repeats::session || options.repeats == Repeats::rater;
  const std::vector<const Measurement*> whole = asked_for(values, options);
  const std::vector<const Measurement*> parts = asked_for(repeats, options);
  if (whole.empty()) {
    throw Error(ErrorKind::bad_data, "no number is of --session, --side and --group");
  }
  // A change that a treatment made is no error of measurement.
  const Untreated untreated(whole, options.with_treated);
  const std::vector<const Measurement*> still = untreated.of(whole);
  const std::vector<const Measurement*> still_parts = untreated.of(parts);
  if (between && still.empty()) {
    throw Error(ErrorKind::bad_data,
                "every muscle and side was treated between its sessions: --with-treated takes "
                "them all the same");
  }
  if (between) out.notes = untreated.notes();
  const bool of_parts = options.repeats == Repeats::repeat;
  const std::vector<const Measurement*>& numbers = of_parts ? parts : between ? still : whole;
  if (numbers.empty()) {
    throw Error(ErrorKind::bad_data, "no recording has repeats (taps, pushes, cycles)");
  }
  std::set<std::string> unrepeated;
  bool any = false;
  for (const KeyedNumbers& one : keyed(numbers, options.repeats)) {
    if (add_key(one, options, out)) {
      any = true;
    } else {
      unrepeated.insert(one.key.muscle + (one.key.session.empty() ? "" : " ") + one.key.session +
                        ": " + one.key.quantity + " was not repeated");
    }
  }
  const bool answered = std::any_of(out.rows.begin(), out.rows.end(), [](const auto& row) {
    return row.estimate.reason != Reason::too_few;
  });
  if (!any || !answered) refuse(numbers, options.repeats);
  add_components(still, still_parts, out);
  for (std::string& line : left_out_notes(out.left_out)) out.notes.push_back(std::move(line));
  out.notes.insert(out.notes.end(), unrepeated.begin(), unrepeated.end());
  return out;
}

}  // namespace stiff

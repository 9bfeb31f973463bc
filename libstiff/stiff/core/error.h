#pragma once

#include <stdexcept>
#include <string>

namespace stiff {

/// What went wrong, as the command line's exit codes tell it (those of the BIDS execution specification).
enum class ErrorKind {
  usage = 64,          ///< the caller asked for what does not exist, or twice
  bad_data = 65,       ///< a file is not what it says, or lacks what a result depends on
  no_input = 66,       ///< there is nothing to read
  cannot_create = 73,  ///< the output cannot be made
  io = 74,             ///< a read or write failed
};

/// The caller or a file is at fault. Thrown where it is found, caught once a command or a recording.
/// The message is one line: which file, what is wrong, what to do. No estimate is ever an exception:
/// "no answer here" is an `Estimate` with a `Reason`.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message);
  ErrorKind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  ErrorKind kind_;
};

}  // namespace stiff

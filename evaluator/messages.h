// messages.h - saying messages: the template texts, what is off or quiet, and what has been said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos {

/// A message name as written: sym::tag.
struct MessageName {
  Expr symbol;
  std::string tag;
  friend bool operator==(const MessageName& a, const MessageName& b) { return a.symbol.identical(b.symbol) && a.tag == b.tag; }
};

/// While it lives, the named messages (all when the list is empty) are not printed. `except` lists those that still are.
/// When it ends, $MessageList is what it was before it, but for what was printed.
class QuietScope {
 public:
  QuietScope(std::vector<MessageName> off, bool all, std::vector<MessageName> on);
  ~QuietScope();
  QuietScope(const QuietScope&) = delete;
  QuietScope& operator=(const QuietScope&) = delete;

 private:
  std::size_t said_before_;
};

/// Counts messages said while it lives, for Check: those that an outer Quiet keeps from being printed count, too; those that
/// a Quiet inside silences or that are switched Off do not.
class MessageCounter {
 public:
  MessageCounter();
  ~MessageCounter();
  const std::vector<MessageName>& said() const;
};

/// Remembers what is printed while it lives, as HoldForm[Message[symbol::tag, args...]]: not what a Quiet or Off silences, nor
/// what General::stop keeps back. A message of a builtin has its arguments in HoldForm, one of Message as they were given.
class MessageRecorder {
 public:
  MessageRecorder();
  ~MessageRecorder();
  MessageRecorder(const MessageRecorder&) = delete;
  MessageRecorder& operator=(const MessageRecorder&) = delete;
  const std::vector<Expr>& said() const;
};

/// Hears what is printed (Print, Echo ...) while it lives; it is printed all the same.
class OutputListener {
 public:
  explicit OutputListener(OutputSink heard);
  ~OutputListener();
  OutputListener(const OutputListener&) = delete;
  OutputListener& operator=(const OutputListener&) = delete;

 private:
  OutputSink outside_;
};

/// A $MessageList of its own while it lives (Block[{$MessageList = {}}, ...]), by which General::stop counts, too.
class MessageListScope {
 public:
  MessageListScope();
  ~MessageListScope();
  MessageListScope(const MessageListScope&) = delete;
  MessageListScope& operator=(const MessageListScope&) = delete;
};
/// Gives $MessageList the names in a list of HoldForm[symbol::tag]; others are left out.
void set_message_list(const Expr& names);

/// Message[symbol::tag, args...] written by a program: as lykos::message, but its arguments are known as they were given.
void message_as_written(const Expr& symbol, std::string_view tag, std::span<const Expr> args);

void switch_message(const MessageName& name, bool on);         ///< On, Off
void switch_all_of_symbol(const Expr& symbol, bool on);
bool message_is_on(const MessageName& name);
/// Starts a new input line: counters for General::stop, $MessageList.
void reset_message_counts();
/// The messages of an input line; -1 for the current one.
std::vector<MessageName> messages_of_line(std::int64_t line = -1);
/// Reads MessageName[sym, "tag"] (held).
bool read_message_name(const Expr& expr, MessageName& name);

}  // namespace lykos

// messages.h - saying messages: the template texts, what is off or quiet, and what has been said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos {

/// A message name as written: sym::tag.
struct MessageName {
  Expr symbol;
  std::string tag;
  friend bool operator==(const MessageName& a, const MessageName& b) { return a.symbol.identical(b.symbol) && a.tag == b.tag; }
};

/// While it lives, the named messages (all when the list is empty) are not printed. `except` lists those that still are.
class QuietScope {
 public:
  QuietScope(std::vector<MessageName> off, bool all, std::vector<MessageName> on);
  ~QuietScope();
  QuietScope(const QuietScope&) = delete;
  QuietScope& operator=(const QuietScope&) = delete;
};

/// Counts messages said while it lives, for Check: those that an outer Quiet keeps from being printed count, too; those that
/// a Quiet inside silences or that are switched Off do not.
class MessageCounter {
 public:
  MessageCounter();
  ~MessageCounter();
  const std::vector<MessageName>& said() const;
};

void switch_message(const MessageName& name, bool on);         ///< On, Off
void switch_all_of_symbol(const Expr& symbol, bool on);
bool message_is_on(const MessageName& name);
/// Starts a new input line: counters for General::stop, $MessageList.
void reset_message_counts();
/// The messages of an input line; -1 for the current one.
const std::vector<MessageName>& messages_of_line(std::int64_t line = -1);
/// Reads MessageName[sym, "tag"] (held).
bool read_message_name(const Expr& expr, MessageName& name);

}  // namespace lykos

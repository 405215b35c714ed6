// handlers.h - functions that programs have called at certain events (Internal`HandlerBlock, Internal`AddHandler).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos {

/// The events, by their names in the language:
/// "Message" after a message, "Message.Veto" before it, "Message.Silent" before it is printed: each gets Hold[Message[...], printed];
/// "MessageTextFilter" gets the text, Hold[name] and Hold[Message[...]];
/// "GetFileEvent" gets HoldComplete[what, Identity, First] when Get begins to read, and ... Last] when it has read;
/// "NewSymbol" gets {name, context} of a symbol that input has made.
enum class HandlerKind { Message, MessageVeto, MessageSilent, MessageTextFilter, GetFileEvent, NewSymbol };
constexpr std::size_t kHandlerKinds = 6;
std::optional<HandlerKind> handler_kind(std::string_view name);
std::string_view handler_name(HandlerKind kind);

void add_handler(HandlerKind kind, const Expr& function);
/// Takes it away once; false when it is not there.
bool remove_handler(HandlerKind kind, const Expr& function);
/// The newest first.
std::vector<Expr> handlers_of(HandlerKind kind);
/// Whether there is any at all: one test where nobody watches.
bool handlers_exist();
bool handlers_exist(HandlerKind kind);

/// Calls them, the oldest first. They do not see what happens in handlers of their kind.
void call_handlers(HandlerKind kind, const Expr& event);
/// The same; whether one of them gave False.
bool handlers_refuse(HandlerKind kind, const Expr& event);
/// The text of a message after the filters, each of which may give another string.
std::string filtered_message_text(std::string text, const Expr& call);

}  // namespace lykos

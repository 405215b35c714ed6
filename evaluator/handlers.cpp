// handlers.cpp - see handlers.h.
#include "evaluator/handlers.h"

#include <algorithm>
#include <array>

#include "evaluator/evaluator.h"

namespace lykos {
namespace {

struct Handler {
  Expr function;
  int count = 1;      // the same one may be added several times
};
std::array<std::vector<Handler>, kHandlerKinds> handlers;
std::array<bool, kHandlerKinds> running{};
std::size_t number = 0;

constexpr std::array<std::string_view, kHandlerKinds> kNames{"Message", "Message.Veto", "Message.Silent", "MessageTextFilter", "GetFileEvent", "NewSymbol"};

std::size_t index_of(HandlerKind kind) { return static_cast<std::size_t>(kind); }

class Running {
 public:
  explicit Running(HandlerKind kind) : flag_(running[index_of(kind)]) { flag_ = true; }
  ~Running() { flag_ = false; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  bool& flag_;
};

// Calls each handler of the kind; `take` gets what it gives.
template <class Take>
void call_each(HandlerKind kind, std::initializer_list<Expr> args, const Take& take) {
  if (!handlers_exist(kind) || running[index_of(kind)]) return;
  const Running scope(kind);
  const std::vector<Handler> now = handlers[index_of(kind)];
  for (const Handler& handler : now) take(apply(handler.function, args));
}

}  // namespace

std::optional<HandlerKind> handler_kind(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<HandlerKind>(found - kNames.begin());
}
std::string_view handler_name(HandlerKind kind) { return kNames[index_of(kind)]; }

void add_handler(HandlerKind kind, const Expr& function) {
  std::vector<Handler>& list = handlers[index_of(kind)];
  const auto found = std::find_if(list.begin(), list.end(), [&](const Handler& h) { return h.function == function; });
  if (found != list.end()) {
    ++found->count;
    return;
  }
  list.push_back({function});
  ++number;
}

bool remove_handler(HandlerKind kind, const Expr& function) {
  std::vector<Handler>& list = handlers[index_of(kind)];
  const auto found = std::find_if(list.begin(), list.end(), [&](const Handler& h) { return h.function == function; });
  if (found == list.end()) return false;
  if (--found->count > 0) return true;
  list.erase(found);
  --number;
  return true;
}

std::vector<Expr> handlers_of(HandlerKind kind) {
  std::vector<Expr> functions;
  const std::vector<Handler>& list = handlers[index_of(kind)];
  for (auto it = list.rbegin(); it != list.rend(); ++it) functions.push_back(it->function);
  return functions;
}

bool handlers_exist() { return number != 0; }
bool handlers_exist(HandlerKind kind) { return number != 0 && !handlers[index_of(kind)].empty(); }

void call_handlers(HandlerKind kind, const Expr& event) {
  call_each(kind, {event}, [](const Expr&) {});
}

bool handlers_refuse(HandlerKind kind, const Expr& event) {
  bool refused = false;
  call_each(kind, {event}, [&](const Expr& value) { refused = refused || value.is_false(); });
  return refused;
}

std::string filtered_message_text(std::string text, const Expr& call) {
  if (!handlers_exist(HandlerKind::MessageTextFilter)) return text;
  const Expr name = make_normal(sym::Hold, {call[0]});
  const Expr held = make_normal(sym::Hold, {call});
  call_each(HandlerKind::MessageTextFilter, {Expr::string(text), name, held}, [&](const Expr& value) {
    if (value.is_string()) text = value.string_value();
  });
  return text;
}

}  // namespace lykos

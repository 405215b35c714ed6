// call.cpp - what a builtin sees of its call: arguments, options, messages; the checks that come from its row.
#include <algorithm>

#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/load_text.h"
#include "evaluator/option_lookup.h"
#include "expr/association.h"
#include "expr/symbol.h"

namespace lykos {
Call::Call(const Expr& head, std::span<const Expr> all_args, const Expr* whole, const Builtin& builtin)
    : head_(head), all_args_(all_args), args_(all_args), builtin_(builtin) {
  if (whole != nullptr) whole_ = *whole;
  split_options();
}

// Options are named by symbols and strings: fac[n_] -> n is an argument.
static bool may_name_option(const Expr& argument) {
  if (argument.is_rule()) return argument[0].is_symbol() || argument[0].is_string();
  if (!argument.is_list()) return true;
  return std::all_of(argument.args().begin(), argument.args().end(), may_name_option);
}

// Does every rule in these lists name an option of the function? Where any number of arguments may be given a list of other rules
// is one of them: Union[{a -> 1}, {b -> 2}].
static bool names_known_options(const Expr& argument, const Expr& options) {
  if (argument.is_rule()) return find_option(options, argument[0]) != nullptr;
  return argument.size() > 0 && std::all_of(argument.args().begin(), argument.args().end(), [&](const Expr& e) { return names_known_options(e, options); });
}

// Trailing rules (and lists of them) are options when the row has any and enough positional arguments remain.
bool Call::split_options() {
  if (builtin_.options[0] == '\0') return true;
  std::size_t count = all_args_.size();
  auto least = static_cast<std::size_t>(builtin_.arity.min);
  // A single argument is the operator form (Cases[pattern]); the ordinary form has two, and a rule may be the second of them.
  if (least == 1 && builtin_.sub_fn != nullptr) least = 2;
  const std::size_t first_free = builtin_.arity.max < 0 && builtin_.sub_fn == nullptr ? least + 1 : 0;
  const auto is_option = [&](const Expr& argument) {
    if (!is_option_argument(argument) || !may_name_option(argument)) return false;
    // Right behind the arguments that must be there, a rule is one more where any number may be given: StringSplit["a-b", "-" -> "+"].
    if (!argument.is_list()) return count != first_free || names_known_options(argument, default_options(head_));
    if (argument.size() == 0) return false;
    return builtin_.arity.max >= 0 || names_known_options(argument, default_options(head_));
  };
  while (count > least && is_option(all_args_[count - 1])) --count;
  // StringContainsQ["b", IgnoreCase -> True] is the operator form with an option.
  const auto is_known_option = [&](const Expr& argument) {
    return argument.is_rule() && argument[0].is_symbol() && find_option(default_options(head_), argument[0]) != nullptr;
  };
  while (count > static_cast<std::size_t>(builtin_.arity.min) && count == least && is_known_option(all_args_[count - 1])) count = --least;
  args_ = all_args_.first(count);
  return true;
}

const Expr& Call::expr() const {
  if (!whole_) whole_ = make_normal(head_, all_args_);
  return *whole_;
}

std::nullopt_t Call::message(std::string_view tag, std::initializer_list<Expr> args) const {
  lykos::message(head_, tag, args);
  return std::nullopt;
}

std::optional<Expr> Call::given_option(const Expr& name) const {
  for (std::size_t i = args_.size(); i < all_args_.size(); ++i)
    if (const Expr* value = find_option(all_args_[i], name)) return *value;
  return std::nullopt;
}

Expr Call::option(const Expr& name) const {
  if (auto given = given_option(name)) return *given;
  return default_option(head_, name);
}

bool Call::check_arguments() const {
  const Arity& arity = builtin_.arity;
  const auto count = static_cast<int>(args_.size());
  const bool has_options = builtin_.options[0] != '\0';
  if (count < arity.min || (arity.max >= 0 && count > arity.max)) {
    const Expr name = head_;
    const Expr given = Expr::integer(count);
    const Expr least = Expr::integer(arity.min);
    const Expr most = Expr::integer(arity.max);
    if (has_options && arity.max >= 0 && count > arity.max) {
      // Extra arguments where options were expected.
      message("nonopt", {args_[static_cast<std::size_t>(arity.max)], Expr::integer(arity.max), make_normal(sym::HoldForm, {expr()})});
    } else if (arity.max < 0) {
      if (count == 1) message("argmu", {name, least});
      else message("argm", {name, given, least});
    } else if (arity.min == arity.max) {
      if (arity.min == 1) message("argx", {name, given});
      else if (count == 1) message("argr", {name, least});
      else message("argrx", {name, given, least});
    } else if (arity.max == arity.min + 1) {
      if (count == 1) message("argtu", {name, least, most});
      else message("argt", {name, given, least, most});
    } else {
      if (count == 1) message("argbu", {name, given, least, most});
      else message("argb", {name, given, least, most});
    }
    return false;
  }
  // Unknown options; functions that accept any (through OptionsPattern-like rows) have none listed.
  for (std::size_t i = args_.size(); i < all_args_.size(); ++i) {
    std::vector<const Expr*> work{&all_args_[i]};
    while (!work.empty()) {
      const Expr& e = *work.back();
      work.pop_back();
      if (e.is_rule()) {
        const Expr defaults = default_options(head_);
        if (find_option(defaults, e[0]) == nullptr) {
          message("optx", {e[0], make_normal(sym::HoldForm, {expr()})});
          return false;
        }
      } else {
        for (const Expr& rule : e.args()) work.push_back(&rule);
      }
    }
  }
  return true;
}

Expr default_options(const Expr& symbol) {
  if (!symbol.is_symbol()) return make_list({});
  SymbolNode& node = symbol.symbol_node();
  if (node.definitions != nullptr && node.definitions->has_options) return node.definitions->options;
  if (node.builtin == nullptr || node.builtin->options[0] == '\0') return make_list({});
  SymbolDefinitions& definitions = definitions_of(node);
  definitions.options = parse_system_text(node.builtin->options);
  definitions.has_options = true;
  return definitions.options;
}

Expr default_option(const Expr& symbol, const Expr& option_name) {
  const Expr options = default_options(symbol);
  const Expr* value = find_option(options, option_name);
  return value != nullptr ? *value : Expr(sym::Null);
}

}  // namespace lykos

// string_calls.cpp - options, threading and operator forms of string functions.
#include "builtins/strings/string_calls.h"

#include <algorithm>
#include <unordered_map>

#include "builtins/strings/string_pattern.h"
#include "builtins/support.h"

namespace lykos::builtins {

StringCall read_string_call(const Call& call, std::size_t most) {
  StringCall result;
  result.args.assign(call.args().begin(), call.args().end());
  if (result.args.size() > most) {
    call.message("nonopt", {result.args[most], Expr::integer(static_cast<std::int64_t>(most)), make_normal(sym::HoldForm, {call.expr()})});
    result.valid = false;
    return result;
  }
  // Calls without options share what the defaults of their function say, as long as nobody sets others.
  struct Defaults {
    Expr options;
    StringCall read;
  };
  static std::unordered_map<const SymbolNode*, Defaults> known;
  const bool plain = call.args().size() == call.all_args().size();
  const Expr defaults = plain ? default_options(call.head()) : Expr();
  if (plain) {
    const auto found = known.find(&call.head().symbol_node());
    if (found != known.end() && found->second.options.identical(defaults)) {
      result.options = found->second.read.options;
      result.overlaps = found->second.read.overlaps;
      return result;
    }
  }
  const Expr ignore_case = call.option(Expr(sym::IgnoreCase));
  if (!ignore_case.is_true() && !ignore_case.is_false() && !ignore_case.is_null()) {
    call.message("opttf", {Expr(sym::IgnoreCase), ignore_case});
    result.valid = false;
  }
  const Expr characters = call.option(Expr(sym::MetaCharacters));
  result.options.ignore_case = ignore_case.is_true();
  result.options.wildcards = characters.is(sym::Automatic) || characters.is(sym::All);
  result.overlaps = call.option(Expr(sym::Overlaps));
  if (plain && result.valid) known[&call.head().symbol_node()] = {defaults, {{}, result.options, result.overlaps, true}};
  return result;
}

bool is_string_or_strings(const Expr& subject) {
  if (subject.is_string()) return true;
  if (!subject.is_list() || subject.is_packed()) return false;
  return std::all_of(subject.args().begin(), subject.args().end(), is_string_or_strings);
}

namespace {
MaybeExpr map_strings(const Expr& subject, const std::function<MaybeExpr(const Expr&)>& f) {
  if (subject.is_string()) return f(subject);
  Builder results(sym::List, subject.size());
  for (const Expr& part : subject.args()) {
    MaybeExpr one = map_strings(part, f);
    if (!one) return std::nullopt;
    results.push(std::move(*one));
    check_interrupt();
  }
  return results.finish();
}
}  // namespace

MaybeExpr for_each_string(const Call& call, const Expr& subject, const std::function<MaybeExpr(const Expr&)>& f) {
  if (!is_string_or_strings(subject)) return call.message("strse", {Expr::integer(1), call.expr()});
  return map_strings(subject, f);
}

MaybeExpr string_operator_form(Call& call) {
  const Expr operator_expr = call.expr().head();
  if (call.all_args().size() != 1 || !operator_expr.is_normal()) return std::nullopt;
  std::vector<Expr> args;
  args.reserve(operator_expr.size() + 1);
  args.push_back(call.all_args()[0]);
  args.insert(args.end(), operator_expr.args().begin(), operator_expr.args().end());
  return make_normal(operator_expr.head(), std::move(args));
}

std::optional<SequenceSpec> read_sequence_spec(const Expr& spec, std::int64_t length) {
  SequenceSpec result;
  const auto resolve = [length](std::int64_t position) { return position < 0 ? length + 1 + position : position; };
  const auto position_of = [&](const Expr& expr) -> std::optional<std::int64_t> {
    if (expr.has_head(sym::UpTo, 1)) {
      const auto n = count_argument(expr[0], true);
      if (!n) return std::nullopt;
      return std::min(*n, length);
    }
    if (expr.is(sym::All)) return length;
    const auto n = machine_integer(expr);
    if (!n) return std::nullopt;
    return resolve(*n);
  };
  if (spec.is(sym::All)) {
    result.last = length;
    return result;
  }
  if (spec.is(sym::None)) return result;
  if (spec.has_head(sym::Span) && spec.size() >= 2) return read_sequence_spec(make_list(spec.args()), length);
  if (spec.has_head(sym::UpTo, 1)) {
    const auto n = count_argument(spec[0], true);
    if (!n) return std::nullopt;
    result.last = std::min(*n, length);
    return result;
  }
  if (const auto n = machine_integer(spec)) {
    if (*n >= 0) {
      result.last = *n;
    } else {
      result.first = length + 1 + *n;
      result.last = length;
    }
    result.in_range = *n >= -length && *n <= length;
    result.from = *n >= 0 ? 1 : *n;
    result.to = *n >= 0 ? *n : -1;
    return result;
  }
  if (!spec.is_list() || spec.size() == 0 || spec.size() > 3) return std::nullopt;
  const auto first = position_of(spec[0]);
  if (!first) return std::nullopt;
  result.first = *first;
  result.last = *first;
  result.from = machine_integer(spec[0]).value_or(*first);
  result.to = result.from;
  if (spec.size() >= 2) {
    const auto last = position_of(spec[1]);
    if (!last) return std::nullopt;
    result.last = *last;
    result.to = machine_integer(spec[1]).value_or(*last);
  }
  if (spec.size() == 3) {
    const auto step = machine_integer(spec[2]);
    if (!step || *step == 0) return std::nullopt;
    result.step = *step;
  }
  if (result.step > 0) {
    // {m, m-1} is the empty piece; anything shorter is an error.
    result.in_range = result.first >= 1 && result.last <= length && result.last >= result.first - 1;
    if (spec.size() == 1) result.in_range = result.first >= 1 && result.first <= length;
  } else {
    result.in_range = result.last >= 1 && result.first <= length && result.last <= result.first + 1;
  }
  return result;
}

}  // namespace lykos::builtins

// abbreviate.cpp - Short and Shallow: expressions with their middle or their depths replaced by <<n>>.
#include <algorithm>

#include "expr/association.h"
#include "formatting/linear.h"
#include "formatting/output_printer.h"
#include "formatting/text_width.h"

namespace lykos {

namespace {

constexpr std::size_t kSkeletonWidth = 8;   // room for "<<123>>, "

Expr skeleton(std::size_t count) {
  return make_normal(sym::Skeleton, {Expr::integer(static_cast<std::int64_t>(count))});
}

// Columns of the one-line form, or limit + 1 when it surely is longer: a leaf takes at least one column.
std::size_t bounded_width(const Expr& expr, std::size_t limit) {
  if (!expr.is_atom() && leaf_count(expr) > limit) return limit + 1;
  return text_width(to_linear(expr, Dialect::Output));
}

Expr shortened_text(const std::string& text, std::size_t columns) {
  const std::size_t total = text_width(text);
  if (total <= columns) return Expr::string(text);
  const std::size_t keep = columns > kSkeletonWidth + 2 ? (columns - kSkeletonWidth) / 2 : 1;
  const std::size_t front = bytes_that_fit(text, keep);
  const std::size_t back = bytes_that_fit(text, total - keep);
  return Expr::string(text.substr(0, front) + "<<" + std::to_string(total - 2 * keep) + ">>" + text.substr(back));
}

// Rebuilt unevaluated; an association that lost entries is written by its head.
Expr with_parts(const Expr& expr, std::vector<Expr>&& parts) {
  return make_normal(expr.is_association() ? Expr(sym::Association) : expr.head(), std::move(parts));
}

Expr shortened_parts(const Expr& expr, std::size_t columns, int depth) {
  if (expr.is_string()) return shortened_text(expr.string_value(), columns);
  if (expr.is_atom()) {
    if (!expr.is_integer() || expr.is_small_integer()) return expr;
    return shortened_text(to_linear(expr, Dialect::Output), columns);
  }
  if (depth > 50) return skeleton(1);
  const std::span<const Expr> args = expr.args();
  const std::size_t count = args.size();
  const std::size_t head_width = expr.is_association() || expr.is_list() ? 2 : bounded_width(expr.head(), columns) + 2;
  const std::size_t budget = columns > head_width ? columns - head_width : 1;

  // Take parts from both ends while they fit.
  std::size_t front = 0;
  std::size_t back = 0;
  std::size_t used = 0;
  bool from_front = true;
  while (front + back < count) {
    const std::size_t left = budget > used ? budget - used : 0;
    const std::size_t i = from_front ? front : count - 1 - back;
    const std::size_t width = bounded_width(args[i], budget) + 2;
    const bool last = front + back + 1 == count;
    if (width > left + (last ? 2 : 0) || (!last && width + kSkeletonWidth > left)) break;
    used += width;
    (from_front ? front : back) += 1;
    from_front = !from_front;
  }
  if (front + back == count) return expr;
  std::vector<Expr> parts(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(front));
  std::size_t hidden = count - front - back;
  if (front == 0) {
    parts.push_back(shortened_parts(args[0], std::max<std::size_t>(budget / 2, 4), depth + 1));
    --hidden;
  }
  if (hidden > 0) parts.push_back(skeleton(hidden));
  parts.insert(parts.end(), args.end() - static_cast<std::ptrdiff_t>(back), args.end());
  return with_parts(expr, std::move(parts));
}

}  // namespace

Expr shortened(const Expr& expr, std::size_t columns) {
  if (bounded_width(expr, columns) <= columns) return expr;
  return shortened_parts(expr, columns, 0);
}

Expr shallow(const Expr& expr, std::int64_t depth, std::int64_t length) {
  if (expr.is_atom()) return expr;
  const std::span<const Expr> args = expr.args();
  if (depth <= 1) {
    return args.empty() ? expr : with_parts(expr, {skeleton(args.size())});
  }
  std::vector<Expr> parts;
  const std::size_t shown = length < 0 || static_cast<std::uint64_t>(length) >= args.size() ? args.size() : static_cast<std::size_t>(length);
  for (std::size_t i = 0; i < shown; ++i) {
    parts.push_back(depth > 500 ? args[i] : shallow(args[i], depth - 1, length));
  }
  if (shown < args.size()) parts.push_back(skeleton(args.size() - shown));
  return with_parts(expr, std::move(parts));
}

}  // namespace lykos

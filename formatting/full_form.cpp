// full_form.cpp - FullForm: heads and arguments only, written from a worklist so that no expression is too deep for it.
#include <vector>

#include "expr/apart.h"
#include "expr/association.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"
#include "formatting/number_format.h"

namespace lykos {

namespace {

void append_number(std::string& out, const Expr& number) {
  switch (number.kind()) {
    case Kind::Rational:
      out += "Rational[" + number.rational_value().numerator().to_string() + ", " +
             number.rational_value().denominator().to_string() + "]";
      break;
    case Kind::Complex:
      out += "Complex[";
      append_number(out, number.re());
      out += ", ";
      append_number(out, number.im());
      out += "]";
      break;
    case Kind::Real:
    case Kind::BigReal: out += real_full_text(number); break;
    default: out += number.to_integer().to_string(); break;
  }
}

std::string byte_array_text(const std::vector<std::uint8_t>& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text = "ByteArray[\"";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t group = (static_cast<std::uint32_t>(bytes[i]) << 16) |
                                (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0U) |
                                (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0U);
    text += kDigits[group >> 18];
    text += kDigits[(group >> 12) & 63];
    text += left > 1 ? kDigits[(group >> 6) & 63] : '=';
    text += left > 2 ? kDigits[group & 63] : '=';
  }
  return text + "\"]";
}

// What is still to be written: an expression, or literal text when `text` is not null.
struct Task {
  Expr expr;
  const char* text = nullptr;
};

}  // namespace

void append_full_form(std::string& out, const Expr& root) {
  std::vector<Task> tasks;
  tasks.push_back({root});
  while (!tasks.empty()) {
    poll_interrupts();
    const Task task = std::move(tasks.back());
    tasks.pop_back();
    if (task.text != nullptr) {
      out += task.text;
      continue;
    }
    const Expr& expr = task.expr;
    switch (expr.kind()) {
      case Kind::Symbol: out += symbol_text(expr); break;
      case Kind::String: out += quote_string(expr.string_value()); break;
      case Kind::ByteArray: out += byte_array_text(expr.bytes()); break;
      case Kind::Opaque:
        if (const MaybeExpr rebuilt = expr.opaque().reconstruct(); rebuilt && !rebuilt->is_opaque()) {
          tasks.push_back({*rebuilt});
        } else {
          out += expr.opaque().input_form();
        }
        break;
      case Kind::Association: {
        const auto& entries = expr.association().entries;
        tasks.push_back({Expr(), "]"});
        for (std::size_t i = entries.size(); i-- > 0;) {
          tasks.push_back({make_normal(entries[i].delayed ? Expr(sym::RuleDelayed) : Expr(sym::Rule),
                                       {entries[i].key, entries[i].value})});
          if (i > 0) tasks.push_back({Expr(), ", "});
        }
        out += "Association[";
        break;
      }
      case Kind::Normal:
      case Kind::PackedArray: {
        const std::span<const Expr> args = expr.args();
        tasks.push_back({Expr(), "]"});
        for (std::size_t i = args.size(); i-- > 0;) {
          tasks.push_back({args[i]});
          if (i > 0) tasks.push_back({Expr(), ", "});
        }
        tasks.push_back({Expr(), "["});
        tasks.push_back({expr.head()});
        break;
      }
      case Kind::NumericArray: out += to_input_form(expr); break;
      default: append_number(out, expr); break;
    }
  }
}

std::string to_full_form(const Expr& expr) {
  std::string out;
  append_full_form(out, expr);
  return out;
}

}  // namespace lykos

// parser.cpp - the entry points: whole texts, one expression at a time, completeness.
#include "parser/parser.h"

#include <algorithm>

#include <tao/pegtl/contrib/analyze.hpp>

#include "expr/symbol.h"
#include "parser/expression.h"
#include "parser/grammar.h"
#include "parser/grammar_check.h"

namespace lykos {
namespace {

namespace pegtl = tao::pegtl;
namespace grammar = parsing::grammar;

template <typename Rule>
struct statement_action : pegtl::nothing<Rule> {};
template <>
struct statement_action<grammar::information> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, parsing::Climber& climber) {
    climber.set_information(std::string_view(in.begin(), in.size()));
  }
};

void locate(SyntaxError& error, std::string_view source) {
  error.offset = std::min(error.offset, source.size());
  error.line = 1;
  error.column = 1;
  for (std::size_t i = 0; i < error.offset; ++i) {
    if (source[i] == '\n') {
      ++error.line;
      error.column = 1;
    } else if ((static_cast<unsigned char>(source[i]) & 0xC0U) != 0x80U) {
      ++error.column;
    }
  }
}

std::size_t line_end(std::string_view source, std::size_t offset) {
  const std::size_t newline = source.find('\n', offset);
  return newline == std::string_view::npos ? source.size() : newline + 1;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Names cost nothing when only the syntax is asked for.
const SymbolResolver& no_resolver() {
  static const SymbolResolver kResolver = [](std::string_view) { return Expr(sym::Null); };
  return kResolver;
}

}  // namespace

std::string SyntaxError::report(std::string_view source, std::string_view file) const {
  std::string out;
  if (!file.empty()) out += std::string(file) + ":";
  out += std::to_string(line) + ":" + std::to_string(column) + ": " + message;
  const std::size_t at = std::min(offset, source.size());
  const std::size_t before = at == 0 ? std::string_view::npos : source.rfind('\n', at - 1);
  const std::size_t line_begin = before == std::string_view::npos ? 0 : before + 1;
  std::size_t end = source.find('\n', at);
  if (end == std::string_view::npos) end = source.size();
  if (end > line_begin && source[end - 1] == '\r') --end;
  // Long lines are cut to a window around the place.
  constexpr std::size_t kWindow = 120;
  std::size_t from = line_begin;
  if (at - line_begin > kWindow / 2 && end - line_begin > kWindow) from = at - kWindow / 2;
  while (from < at && (static_cast<unsigned char>(source[from]) & 0xC0U) == 0x80U) ++from;
  std::size_t to = std::min(end, std::max(from + kWindow, at));
  while (to < end && (static_cast<unsigned char>(source[to]) & 0xC0U) == 0x80U) ++to;
  out += "\n  ";
  if (from > line_begin) out += "...";
  out += std::string(source.substr(from, to - from));
  if (to < end) out += "...";
  out += "\n  ";
  if (from > line_begin) out += "   ";
  for (std::size_t i = from; i < std::min(at, to); ++i) {
    if (source[i] == '\t') {
      out += '\t';
    } else if ((static_cast<unsigned char>(source[i]) & 0xC0U) != 0x80U) {
      out += ' ';
    }
  }
  out += '^';
  return out;
}

ParseStep parse_next(std::string_view source, std::size_t offset, const SymbolResolver& resolve) {
  ParseStep step;
  step.next = source.size();
  if (offset >= source.size()) return step;
  parsing::Climber climber(source, resolve);
  try {
    pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*> in(source.data() + offset, source.data() + source.size(), "");
    pegtl::parse<grammar::statement, statement_action>(in, climber);
    step.omitted = std::move(climber.omitted());
    if (!climber.has_result()) return step;
    step.expression = ParsedExpression{climber.result(), climber.begin(), climber.end()};
    step.next = climber.end();
  } catch (SyntaxError& error) {
    locate(error, source);
    error.begin = std::min(climber.begin(), error.offset);
    error.token_end = std::max(climber.token_end(), error.offset);
    step.next = line_end(source, std::max(error.offset, offset));
    // What cannot begin an expression behind a comma leaves one out, too.
    step.omitted = std::move(climber.omitted());
    if (!error.incomplete && error.offset != 0 && error.offset == climber.behind_comma()) step.omitted.push_back(error.offset);
    step.error = std::move(error);
  }
  return step;
}

ParseResult parse_all(std::string_view source, const SymbolResolver& resolve) {
  ParseResult result;
  std::size_t offset = 0;
  for (;;) {
    ParseStep step = parse_next(source, offset, resolve);
    if (step.error) result.error = std::move(step.error);
    if (!step.expression) return result;
    result.expressions.push_back(std::move(*step.expression));
    offset = step.next;
  }
}

ParseResult parse_one(std::string_view source, const SymbolResolver& resolve) { return parse_all(source, resolve); }

Completeness is_complete(std::string_view source) {
  const ParseResult result = parse_all(source, no_resolver());
  if (!result.error) return Completeness::Complete;
  return result.error->incomplete ? Completeness::Incomplete : Completeness::Invalid;
}

std::size_t syntax_length(std::string_view source) {
  const ParseResult result = parse_all(source, no_resolver());
  if (!result.error) return count_characters(source);
  if (result.error->incomplete) return count_characters(source) + 1;
  return count_characters(source.substr(0, result.error->offset));
}

SymbolResolver plain_resolver() {
  return [](std::string_view written) -> Expr {
    const std::size_t last = written.rfind('`');
    if (last == std::string_view::npos) {
      if (const MaybeExpr known = find_symbol("System`", written)) return *known;
      return intern_symbol("Global`", written);
    }
    std::string context(written.substr(0, last + 1));
    if (context.front() == '`') context.insert(0, "Global");
    return intern_symbol(context, written.substr(last + 1));
  };
}

namespace parsing {

std::size_t grammar_problems() { return pegtl::analyze<grammar::script>() + pegtl::analyze<grammar::statement>() + pegtl::analyze<grammar::token>(); }

}  // namespace parsing
}  // namespace lykos

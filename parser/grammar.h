// grammar.h - the lexical grammar as PEGTL rules, and the one custom rule for expressions.
//
// Tokens are ordinary PEGTL rules. How tokens make expressions is not written as rules (the language has some hundred
// binding levels): the rule `expression` hands over to the precedence climber of expression.h, which reads the operator
// table of expr/operators.inc. Only lexer.cpp and parser.cpp include this file.
#pragma once

#include <cstring>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "parser/characters.h"
#include "parser/lexer.h"

namespace lykos::parsing::grammar {

namespace pegtl = tao::pegtl;

/// A character beyond ASCII, written as itself or escaped, of one class.
template <CharacterClass Class>
struct wide {
  using rule_t = wide;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    if (in.empty()) return false;
    const char first = *in.current();
    if (first != '\\' && static_cast<unsigned char>(first) < 0x80) return false;
    const Character character = read_character(in.current(), in.end());
    if (!character || character.code < 0x80 || classify(character.code) != Class) return false;
    in.bump_in_this_line(character.length);
    return true;
  }
};
/// An ASCII letter or digit written escaped, as in \.41; inside names only.
struct escaped_ascii {
  using rule_t = escaped_ascii;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    if (in.empty() || *in.current() != '\\') return false;
    const Character character = read_escape(in.current(), in.end());
    const bool letter = character && ((character.code >= 'a' && character.code <= 'z') ||
                                      (character.code >= 'A' && character.code <= 'Z') || character.code == '$');
    if (!letter) return false;
    in.bump_in_this_line(character.length);
    return true;
  }
};

// ---- white space and comments
struct line_continuation : pegtl::seq<pegtl::one<'\\'>, pegtl::star<pegtl::one<' ', '\t'>>, pegtl::eol> {};
struct plain_space : pegtl::sor<pegtl::one<' ', '\t', '\v', '\f'>, line_continuation, wide<CharacterClass::Space>> {};
struct newline : pegtl::sor<pegtl::one<'\n', '\r'>, wide<CharacterClass::Newline>> {};
/// (* ... (* nested *) ... *): counted, not recursive, so that no depth of nesting can exhaust the stack.
struct comment {
  using rule_t = comment;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const char* at = in.current();
    const char* const end = in.end();
    if (end - at < 2 || at[0] != '(' || at[1] != '*') return false;
    std::size_t depth = 0;
    while (end - at >= 2) {
      if (at[0] == '(' && at[1] == '*') {
        ++depth;
        at += 2;
      } else if (at[0] == '*' && at[1] == ')') {
        at += 2;
        if (--depth == 0) {
          in.bump(static_cast<std::size_t>(at - in.current()));
          return true;
        }
      } else {
        ++at;
      }
    }
    return false;
  }
};
struct blanks : pegtl::star<pegtl::sor<pegtl::plus<plain_space>, newline, comment>> {};

// ---- names
struct letter : pegtl::sor<pegtl::alpha, pegtl::one<'$'>, wide<CharacterClass::Letter>, escaped_ascii> {};
struct identifier : pegtl::seq<letter, pegtl::star<pegtl::sor<letter, pegtl::digit>>> {};
struct name : pegtl::seq<pegtl::opt<pegtl::one<'`'>>, pegtl::list<identifier, pegtl::one<'`'>>> {};
/// A character that is a symbol by itself (Degree, Infinity ...).
struct constant : wide<CharacterClass::Constant> {};

// ---- numbers
/// A long number may go on in the next line behind a backslash.
struct number_continuation : pegtl::seq<pegtl::one<'\\'>, pegtl::eol, pegtl::star<pegtl::one<' ', '\t'>>, pegtl::at<pegtl::digit>> {};
struct further_digits : pegtl::star<pegtl::sor<pegtl::digit, number_continuation>> {};
struct digits : pegtl::seq<pegtl::digit, further_digits> {};
/// The point of 1.5 and 5., but not the first of the dots in 1.. (Repeated).
struct point : pegtl::seq<pegtl::one<'.'>, pegtl::not_at<pegtl::one<'.'>>> {};
struct base : digits {};
struct base_digits : pegtl::seq<pegtl::plus<pegtl::alnum>, pegtl::opt<point, pegtl::star<pegtl::alnum>>> {};
struct based : pegtl::seq<base, pegtl::string<'^', '^'>, base_digits> {};
struct decimal : pegtl::sor<pegtl::seq<digits, pegtl::opt<point, further_digits>>, pegtl::seq<point, digits>> {};
struct mark_value : pegtl::seq<pegtl::opt<pegtl::one<'+', '-'>>, pegtl::sor<pegtl::seq<digits, pegtl::opt<point, further_digits>>, pegtl::seq<point, digits>>> {};
struct accuracy_mark : pegtl::seq<pegtl::string<'`', '`'>, mark_value> {};
struct precision_mark : pegtl::seq<pegtl::one<'`'>, pegtl::opt<mark_value>> {};
struct exponent_value : pegtl::seq<pegtl::opt<pegtl::one<'+', '-'>>, digits> {};
struct exponent : pegtl::seq<pegtl::string<'*', '^'>, exponent_value> {};
struct number : pegtl::seq<pegtl::sor<based, decimal>, pegtl::opt<pegtl::sor<accuracy_mark, precision_mark>>, pegtl::opt<exponent>> {};

// ---- strings: any characters, a backslash takes the next one with it
struct string_body : pegtl::star<pegtl::sor<pegtl::not_one<'"', '\\'>, pegtl::seq<pegtl::one<'\\'>, pegtl::any>>> {};
struct string : pegtl::seq<pegtl::one<'"'>, string_body, pegtl::one<'"'>> {};

// ---- slots, outputs, blanks
struct slot_sequence : pegtl::seq<pegtl::string<'#', '#'>, pegtl::opt<digits>> {};
struct slot_key : pegtl::sor<digits, identifier, string> {};
struct slot : pegtl::seq<pegtl::one<'#'>, pegtl::opt<slot_key>> {};
struct output : pegtl::sor<pegtl::seq<pegtl::one<'%'>, digits>, pegtl::plus<pegtl::one<'%'>>> {};
struct default_blank : pegtl::seq<pegtl::string<'_', '.'>, pegtl::not_at<pegtl::one<'.'>>> {};
struct blank : pegtl::seq<pegtl::one<'_'>, pegtl::opt<pegtl::one<'_'>>, pegtl::opt<pegtl::one<'_'>>> {};

// ---- brackets and separators
struct open_association : pegtl::string<'<', '|'> {};
struct close_association : pegtl::string<'|', '>'> {};
struct bracket : pegtl::one<'(', ')', '[', ']', '{', '}'> {};
struct wide_bracket : wide<CharacterClass::Bracket> {};
struct comma : pegtl::sor<pegtl::one<','>, wide<CharacterClass::Comma>> {};

/// The longest spelling of the operator table that stands here.
struct operator_spelling {
  using rule_t = operator_spelling;
  using subs_t = pegtl::empty_list;
  template <typename ParseInput>
  static bool match(ParseInput& in) {
    const std::size_t length = longest_operator(in.current(), in.end());
    if (length == 0) return false;
    in.bump_in_this_line(length);
    return true;
  }
};
struct wide_operator : wide<CharacterClass::Operator> {};

/// One token; the commonest kinds come first. The association brackets must precede the operators that begin alike,
/// and the default blank the plain ones.
struct token : pegtl::sor<name, bracket, comma, number, open_association, close_association, operator_spelling, string, default_blank,
                          blank, slot_sequence, slot, output, constant, wide_operator, wide_bracket> {};

// ---- text read raw after certain operators
struct tag : pegtl::sor<string, pegtl::plus<pegtl::sor<letter, pegtl::digit, pegtl::one<'`'>>>> {};
struct file_character
    : pegtl::sor<pegtl::alnum, pegtl::one<'$', '`', '/', '.', '\\', '!', '-', '_', ':', '*', '~', '?'>, pegtl::utf8::range<0x80, 0x10FFFF>> {};
struct file_name : pegtl::sor<string, pegtl::plus<file_character>> {};
struct information_name : pegtl::plus<pegtl::not_one<' ', '\t', '\n', '\r', ';', ',', ')', ']', '}'>> {};

// ---- expressions
/// Precedence climbing; consumes at least one token when it succeeds.
struct expression {
  using rule_t = expression;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename Climber>
  static bool match(ParseInput& in, Climber& climber) {
    const char* const stop = climber.climb_from(in.current());
    if (stop == nullptr) return false;
    in.bump(static_cast<std::size_t>(stop - in.current()));
    return true;
  }
};
struct information : pegtl::seq<pegtl::one<'?'>, pegtl::opt<pegtl::one<'?'>>, pegtl::star<pegtl::one<' ', '\t'>>, information_name> {};
/// What stands at the top level of a script: one expression at a time, blank text between.
struct statement : pegtl::seq<blanks, pegtl::sor<pegtl::eof, information, expression>> {};
struct script : pegtl::until<pegtl::eof, pegtl::sor<pegtl::plus<plain_space>, newline, comment, information, expression>> {};

}  // namespace lykos::parsing::grammar

// What the analysis for left recursion and empty loops should know of the hand-written rules: each consumes on success.
namespace tao::pegtl {
template <typename Name, lykos::parsing::CharacterClass Class>
struct analyze_traits<Name, lykos::parsing::grammar::wide<Class>> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, lykos::parsing::grammar::escaped_ascii> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, lykos::parsing::grammar::comment> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, lykos::parsing::grammar::operator_spelling> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, lykos::parsing::grammar::expression> : analyze_any_traits<> {};
}  // namespace tao::pegtl

// words.cpp - palindromes, beginnings of texts, plurals, parts of texts by type: the rows; the work is in words.wl.
#include <string_view>

#include "builtins/strings/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "strings/words"); }

MaybeExpr builtin_of_types(Call& call) {
  const bool cases = std::string_view(call.name()) == "TextCases";
  return call_library("strings/text_cases", cases ? "textCases" : "textPosition", call.args());
}

constexpr const char* kTypeOptions = "{AcceptanceThreshold -> Automatic, PerformanceGoal -> Automatic, TargetDevice -> \"CPU\", VerifyInterpretation -> False}";
constexpr MessageTexts kTypeMessages = {{"text", "`1` is not a string or a file of text."},
                                        {"form", "Parts of text of the type `1` cannot be found."},
                                        {"prop", "`1` is not a property of a part of a text."}};

constexpr Builtin kBuiltins[] = {
    {.name = "PalindromeQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PalindromeQ[s] gives True if the string, list or integer reads the same backward."},
    {.name = "StringTakeDrop", .fn = builtin_in_unit, .arity = exactly(2), .usage = "StringTakeDrop[s, n] gives {StringTake[s, n], StringDrop[s, n]}."},
    {.name = "TextCases",
     .fn = builtin_of_types,
     .arity = between(2, 3),
     .usage = "TextCases[text, form] gives a list of the parts of text that are of the type form, such as \"Word\", \"Number\" or \"URL\".\n"
              "TextCases[text, {form1, form2, ...}] gives an association of the parts of several types.\n"
              "TextCases[text, form -> prop] gives a property of each part.\nTextCases[text, spec, n] gives the first n parts.",
     .options = kTypeOptions,
     .messages = kTypeMessages},
    {.name = "TextPosition",
     .fn = builtin_of_types,
     .arity = between(2, 3),
     .usage = "TextPosition[text, form] gives the first and last positions of the parts of text that are of the type form.\n"
              "TextPosition[text, form, n] gives the first n.",
     .options = kTypeOptions,
     .messages = kTypeMessages},
    {.name = "Containing", .usage = "Containing[outer, inner] represents parts of text of the type outer that contain one of the type inner."},
    {.name = "ExportForm", .usage = "ExportForm[expr, \"format\"] specifies that expr should be exported in the given format."},
    {.name = "Pluralize",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "Pluralize[\"word\"] gives the plural of an English word.\n"
              "Pluralize[\"word\", n] gives the form that goes with the number n.\n"
              "Pluralize[{\"singular\", \"plural\"}, n] chooses between the given forms."},
    {.name = "Snippet", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "Snippet[s, n] gives the first n lines of a text."},
};

}  // namespace

void register_words(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins

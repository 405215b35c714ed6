// messages.cpp - the message sink and the texts of General.
//
// A message is data until the session prints it: symbol, tag, and StringForm[text, args]. A given name is passed on at most
// three times per input line; behind the third General::stop says so. The count is that of $MessageList, so that what was
// said in a Quiet or in a Block of $MessageList does not count outside.
#include "evaluator/messages.h"

#include <algorithm>

#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/handlers.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

MessageSink sink;
OutputSink output;

struct Quiet {
  std::vector<MessageName> off;
  bool all;
  std::vector<MessageName> on;
};
std::vector<Quiet> quiets;
struct Counter {
  std::vector<MessageName> said;
  std::size_t quiets_outside;   // what a Quiet inside the Check silences does not count
};
std::vector<Counter> counters;
std::vector<MessageName> switched_off;

// An entry of $MessageList.
struct Said {
  MessageName name;
  bool printed = true;
};
using SaidList = std::vector<Said>;
std::vector<SaidList> messages_by_line(1);   // the last entry is the current line's
std::vector<SaidList> lists_outside;         // of the MessageListScopes in progress
std::vector<std::vector<Expr>> recorders;
constexpr std::size_t kRepeats = 3;

struct Text {
  const char* tag;
  const char* text;
};

// The messages any function may give. Texts are our own wording of the usual facts, in the usual form.
constexpr Text kGeneral[] = {
    {"argb", "`1` called with `2` arguments; between `3` and `4` arguments are expected."},
    {"argbu", "`1` called with 1 argument; between `3` and `4` arguments are expected."},
    {"argct", "`1` called with `2` arguments."},
    {"argctu", "`1` called with 1 argument."},
    {"argm", "`1` called with `2` arguments; `3` or more arguments are expected."},
    {"argmu", "`1` called with 1 argument; `2` or more arguments are expected."},
    {"argr", "`1` called with 1 argument; `2` arguments are expected."},
    {"argrx", "`1` called with `2` arguments; `3` arguments are expected."},
    {"argt", "`1` called with `2` arguments; `3` or `4` arguments are expected."},
    {"argtu", "`1` called with 1 argument; `2` or `3` arguments are expected."},
    {"argx", "`1` called with `2` arguments; 1 argument is expected."},
    {"badwp", "The value `1` of option WorkingPrecision is not valid."},
    {"base", "`1`."},
    {"cxt", "Invalid context specified at position `1` in `2`. A context must consist of valid symbol names separated by and ending with `."},
    {"depropt", "The option `1` is deprecated. Use `2` instead."},
    {"digit", "`1`."},
    {"dup", "Duplicate local variable `1` found in local variable specification `2`."},
    {"engine", "`1`: `2`"},
    {"indet", "Indeterminate expression `1` encountered."},
    {"infy", "Infinite expression `1` encountered."},
    {"innf", "Non-negative integer or Infinity expected at position `1` in `2`."},
    {"int", "Integer expected at position `2` in `1`."},
    {"intm", "Machine-sized integer expected at position `2` in `1`."},
    {"intnm", "Non-negative machine-sized integer expected at position `2` in `1`."},
    {"intnn", "Non-negative integer expected at position `2` in `1`."},
    {"intp", "Positive integer expected at position `1` in `2`."},
    {"intpm", "Positive machine-sized integer expected at position `2` in `1`."},
    {"invrl", "The argument `1` is not a valid Association or a list of rules."},
    {"itraw", "Raw object `1` cannot be used as an iterator."},
    {"iterb", "Iterator `1` does not have appropriate bounds."},
    {"nliter", "Non-list iterator `1` at position `2` does not evaluate to a real numeric value."},
    {"heads", "Heads `1` and `2` at positions `3` and `4` are expected to be the same."},
    {"notfound", "Symbol `1` not found."},
    {"itform", "Argument `1` at position `2` does not have the correct form for an iterator."},
    {"ivar", "`1` is not a valid variable."},
    {"precw", "The precision of the argument function (`1`) is less than WorkingPrecision (`2`)."},
    {"level", "Level specification `1` is not of the form n, {n}, or {m, n}."},
    {"list", "List expected at position `2` in `1`."},
    {"listp", "List expected at position `1` in `2`."},
    {"locked", "Symbol `1` is locked."},
    {"lvlist", "Local variable specification `1` is not a List."},
    {"lvset", "Local variable specification `1` contains `2`, which is an assignment to `3`; only assignments to symbols are allowed."},
    {"lvsym", "Local variable specification `1` contains `2`, which is not a symbol or an assignment to a symbol."},
    {"lvw", "Local variable specification `1` contains `2`, which is not an assignment to a symbol."},
    {"matrix", "Argument `1` at position `2` is not a matrix."},
    {"matsq", "Argument `1` at position `2` is not a non-empty square matrix."},
    {"mbrpos", "Infinite or negative"},
    {"nofdw", "No enclosing For, While, or Do found for `1`."},
    {"nolabel", "Label `1` not found."},
    {"nomem", "The evaluation of `1` ran out of memory."},
    {"nonopt", "Options expected (instead of `1`) beyond position `2` in `3`. An option must be a rule or a list of rules."},
    {"noopen", "Cannot open `1`."},
    {"normal", "Nonatomic expression expected at position `1` in `2`."},
    {"notunicode", "A character unicode, which should be a non-negative integer less than 1114112, is expected at position `2` in `1`."},
    {"nosym", "`1` does not contain a symbol to attach a rule to."},
    {"numn", "Non-negative number expected at position `2` in `1`."},
    {"objx", "The object at position `2` in `1` is not valid."},
    {"optb", "Optional object `1` in `2` is not a single blank."},
    {"optnf", "Option name `2` not found in defaults for `1`."},
    {"opttf", "Value of option `1` -> `2` should be True or False."},
    {"optx", "Unknown option `1` in `2`."},
    {"ovfl", "Overflow occurred in computation."},
    {"openx", "`1` is not open."},
    {"partw", "Part `1` of `2` does not exist."},
    {"pkspec1", "The expression `1` cannot be used as a part specification."},
    {"plln", "Limiting value `1` in `2` is not a machine-sized real number."},
    {"poly", "`1` is not a polynomial."},
    {"posprm", "Parameter `1` at position `2` in `3` is expected to be positive."},
    {"privv", "Privileges to perform the requested operation are not available."},
    {"psl", "Position specification `1` in `2` is not a machine-sized integer or a list of machine-sized integers."},
    {"realprm", "Parameter `1` at position `2` in `3` is expected to be real."},
    {"ratnz", "Nonzero rational number expected at position `2` in `1`."},
    {"readp", "Symbol `1` is read-protected."},
    {"real", "Real number expected at position `2` in `1`."},
    {"realx", "The value `1` is not a real number."},
    {"rep", "`1` is not a valid replacement rule."},
    {"reps", "`1` is neither a list of replacement rules nor a valid dispatch table, and so cannot be used for replacing."},
    {"precbd", "Requested precision `1` is not a machine-sized real number between $MinPrecision and $MaxPrecision."},
    {"rmix", "Elements of `1` are a mixture of lists and nonlists."},
    {"rrlim", "Exiting after `1` scanned `2` times."},
    {"rvec2", "Input `1` is not a machine-representable vector."},
    {"seqs", "Sequence specification (+n, -n, {+n}, {-n}, {m, n}, or {m, n, s}) expected at position `2` in `1`."},
    {"setp", "Part assignment to `1` could not be made."},
    {"ssym", "`1` is not a symbol or a string."},
    {"shdw", "Symbol `1` appears in multiple contexts `2`; definitions in context `3` may shadow or be shadowed by other definitions."},
    {"ssle", "Symbol, string, or HoldPattern[symbol] expected at position `2` in `1`."},
    {"stop", "Further output of `1` will be suppressed during this calculation."},
    {"stream", "`1` is not a string, SocketObject, InputStream[ ] or OutputStream[ ]."},
    {"string", "String expected at position `1` in `2`."},
    {"strse", "A string or list of strings is expected at position `1` in `2`."},
    {"strs", "String or list of strings expected at position `1` in `2`."},
    {"sym", "Argument `1` at position `2` is expected to be a symbol."},
    {"take", "Cannot take positions `1` through `2` in `3`."},
    {"drop", "Cannot drop positions `1` through `2` in `3`."},
    {"tdlen", "Objects of unequal length in `1` cannot be combined."},
    {"timc", "Number of seconds `1` is not a positive machine-sized number or Infinity."},
    {"toolarge", "`1`: the result would be too large (`2`)."},
    {"munfl", "`1` is too small to represent as a normalized machine number; precision may be lost."},
    {"unfl", "Underflow occurred in computation."},
    {"unimpl", "`1` does not support `2` yet."},
    {"vloc", "The variable `1` cannot be localized so that it can be assigned to numerical values."},
    {"write", "Tag `1` in `2` is Protected."},
    {"wrsym", "Symbol `1` is Protected."},
    {"undef", "Value of `1` is undefined."},
    {"nofunc", "`1` is not available in this build: `2`"},
};

std::optional<std::string> general_text(std::string_view tag) {
  for (const Text& text : kGeneral)
    if (tag == text.tag) return text.text;
  return std::nullopt;
}

std::optional<std::string> own_text(const Expr& symbol, std::string_view tag) {
  if (!symbol.is_symbol()) return std::nullopt;
  const SymbolNode& node = symbol.symbol_node();
  if (node.definitions != nullptr) {
    auto found = node.definitions->messages.find(std::string(tag));
    if (found != node.definitions->messages.end() && found->second.is_string()) return found->second.string_value();
  }
  if (node.builtin != nullptr) {
    const MessageTexts& texts = node.builtin->messages;
    for (std::size_t i = 0; i < texts.count; ++i)
      if (tag == texts.items[i].tag) return texts.items[i].text;
    if (tag == "usage" && node.builtin->usage[0] != '\0') return node.builtin->usage;
  }
  return std::nullopt;
}

// Whether a Quiet from `first` on silences it.
bool quieted(const MessageName& name, std::size_t first) {
  const auto has = [&](const std::vector<MessageName>& list) {
    return std::any_of(list.begin(), list.end(), [&](const MessageName& m) { return m == name || (m.tag == name.tag && m.symbol.is(sym::General)); });
  };
  for (std::size_t i = quiets.size(); i > first; --i) {
    if (has(quiets[i - 1].on)) return false;
    if (quiets[i - 1].all || has(quiets[i - 1].off)) return true;
  }
  return false;
}

// Enters the message in $MessageList. False when it is one too many of its name; `stop` says that it is the last that is let through.
bool record(const MessageName& name, bool printed, bool& stop) {
  SaidList& list = messages_by_line.back();
  std::size_t count = 0;
  if (message_is_on({sym::General, "stop"})) {
    count = static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [&](const Said& said) { return said.name == name; }));
    if (count >= kRepeats) return false;
    stop = count + 1 == kRepeats;
  }
  list.push_back({name, printed});
  if (stop) list.push_back({{sym::General, "stop"}, printed});
  return true;
}

void emit(const Expr& symbol, std::string_view tag, const Expr& text) {
  if (sink) sink(MessageEvent{symbol, std::string(tag), text});
}

}  // namespace

QuietScope::QuietScope(std::vector<MessageName> off, bool all, std::vector<MessageName> on) : said_before_(messages_by_line.back().size()) {
  quiets.push_back({std::move(off), all, std::move(on)});
}
QuietScope::~QuietScope() {
  quiets.pop_back();
  SaidList& list = messages_by_line.back();
  if (list.size() > said_before_)
    list.erase(std::remove_if(list.begin() + static_cast<std::ptrdiff_t>(said_before_), list.end(), [](const Said& said) { return !said.printed; }), list.end());
}

MessageCounter::MessageCounter() { counters.push_back({{}, quiets.size()}); }
MessageCounter::~MessageCounter() { counters.pop_back(); }
const std::vector<MessageName>& MessageCounter::said() const { return counters.back().said; }

MessageRecorder::MessageRecorder() { recorders.emplace_back(); }
MessageRecorder::~MessageRecorder() { recorders.pop_back(); }
const std::vector<Expr>& MessageRecorder::said() const { return recorders.back(); }

MessageListScope::MessageListScope() { lists_outside.push_back(std::exchange(messages_by_line.back(), {})); }
MessageListScope::~MessageListScope() {
  messages_by_line.back() = std::move(lists_outside.back());
  lists_outside.pop_back();
}

void set_message_list(const Expr& names) {
  SaidList& list = messages_by_line.back();
  list.clear();
  if (!names.is_list()) return;
  for (const Expr& e : names.args()) {
    MessageName name;
    if (e.has_head(sym::HoldForm, 1) && read_message_name(e[0], name)) list.push_back({std::move(name)});
  }
}

void switch_message(const MessageName& name, bool on) {
  std::erase(switched_off, name);
  if (!on) switched_off.push_back(name);
}
void switch_all_of_symbol(const Expr& symbol, bool on) {
  std::erase_if(switched_off, [&](const MessageName& m) { return m.symbol.identical(symbol); });
  if (!on) switched_off.push_back({symbol, "*"});
}
bool message_is_on(const MessageName& name) {
  return std::none_of(switched_off.begin(), switched_off.end(),
                      [&](const MessageName& m) { return m == name || (m.symbol.identical(name.symbol) && m.tag == "*"); });
}

void reset_message_counts() { messages_by_line.emplace_back(); }
std::vector<MessageName> messages_of_line(std::int64_t line) {
  std::vector<MessageName> names;
  const std::size_t number = line < 0 ? messages_by_line.size() - 1 : static_cast<std::size_t>(line);
  if (number < messages_by_line.size())
    for (const Said& said : messages_by_line[number]) names.push_back(said.name);
  return names;
}

bool read_message_name(const Expr& expr, MessageName& name) {
  if (!expr.has_head(sym::MessageName) || expr.size() < 2 || !expr[0].is_symbol()) return false;
  if (!expr[1].is_string()) return false;
  name = {expr[0], expr[1].string_value()};
  return true;
}

std::optional<std::string> message_text(const Expr& symbol, std::string_view tag) {
  if (auto text = own_text(symbol, tag)) return text;
  if (tag == "usage") return std::nullopt;   // General's is about General only
  if (auto text = own_text(sym::General, tag)) return text;
  return general_text(tag);
}

namespace {

// Message[symbol::tag, args...], not evaluated.
Expr message_expression(const MessageName& name, std::span<const Expr> args, bool as_written) {
  std::vector<Expr> parts{make_normal(sym::MessageName, {name.symbol, Expr::string(name.tag)})};
  for (const Expr& arg : args) parts.push_back(as_written || arg.has_head(sym::HoldForm) ? arg : make_normal(sym::HoldForm, {arg}));
  return make_normal(sym::Message, std::move(parts));
}

// Prints it, unless $Messages is an empty list or a handler keeps it back, and remembers it.
void print_message(const MessageName& name, const Expr& call, std::string text, std::span<const Expr> args) {
  for (std::vector<Expr>& recorder : recorders) recorder.push_back(make_normal(sym::HoldForm, {call}));
  const bool silent = handlers_refuse(HandlerKind::MessageSilent, make_normal(sym::Hold, {call, sym::True}));
  text = filtered_message_text(std::move(text), call);
  const SymbolNode& channels = Expr(sym::DollarMessages).symbol_node();
  if (silent || (channels.has_own_value && channels.own_value.is_list() && channels.own_value.size() == 0)) return;
  std::vector<Expr> form{Expr::string(text)};
  form.insert(form.end(), args.begin(), args.end());
  emit(name.symbol, name.tag, make_normal(sym::StringForm, std::move(form)));
}

void say(const MessageName& name, std::span<const Expr> args, bool as_written) {
  const bool watched = handlers_exist();
  const Expr call = watched || !recorders.empty() ? message_expression(name, args, as_written) : Expr(sym::Null);
  // The newest messages of a symbol may also be off through General: Off[General::infy].
  const bool on = message_is_on(name) && (message_is_on({sym::General, name.tag}) || own_text(name.symbol, name.tag));
  const bool printed = on && !quieted(name, 0);
  if (watched && handlers_refuse(HandlerKind::MessageVeto, make_normal(sym::Hold, {call, Expr::boolean(printed)}))) return;
  if (on) {
    for (Counter& counter : counters)
      if (!quieted(name, counter.quiets_outside)) counter.said.push_back(name);
    bool stop = false;
    const bool within = record(name, printed, stop);
    if (printed && within) {
      std::optional<std::string> text = message_text(name.symbol, name.tag);
      if (!text) {
        // As the original: the arguments are shown in brackets when there is no text.
        text = "-- Message text not found --";
        for (std::size_t i = 0; i < args.size(); ++i) *text += " (`" + std::to_string(i + 1) + "`)";
      }
      print_message(name, call, std::move(*text), args);
    }
    if (printed && stop) {
      const Expr which = make_normal(sym::HoldForm, {make_normal(sym::MessageName, {name.symbol, Expr::string(name.tag)})});
      const MessageName stopping{sym::General, "stop"};
      print_message(stopping, message_expression(stopping, std::span<const Expr>(&which, 1), false), *general_text("stop"), std::span<const Expr>(&which, 1));
    }
  }
  if (watched) call_handlers(HandlerKind::Message, make_normal(sym::Hold, {call, Expr::boolean(printed)}));
}

}  // namespace

void message(const Expr& symbol, std::string_view tag, std::span<const Expr> args) { say({symbol, std::string(tag)}, args, false); }
void message_as_written(const Expr& symbol, std::string_view tag, std::span<const Expr> args) { say({symbol, std::string(tag)}, args, true); }

void message(const Expr& symbol, std::string_view tag, std::initializer_list<Expr> args) {
  message(symbol, tag, std::span<const Expr>(args.begin(), args.size()));
}

void set_message_sink(MessageSink new_sink) { sink = std::move(new_sink); }
void set_output_sink(OutputSink new_output) { output = std::move(new_output); }
OutputListener::OutputListener(OutputSink heard) : outside_(output) {
  output = [outside = outside_, heard = std::move(heard)](std::string_view text) {
    heard(text);
    if (outside) outside(text);
  };
}
OutputListener::~OutputListener() { output = std::move(outside_); }

void write_output(std::string_view text) {
  if (output) output(text);
}

}  // namespace lykos

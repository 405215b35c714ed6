// stream_read.cpp - reading from streams and files by type: Read, ReadList, ReadLine, ReadString, Skip, Find, FindList, Input.
#include <algorithm>

#include "builtins/files/number_text.h"
#include "builtins/files/streams.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

struct ReadOptions {
  std::vector<std::string> word_separators = {" ", "\t"};
  std::vector<std::string> record_separators = {"\r\n", "\n", "\r"};
  std::vector<std::string> token_words;
  bool null_records = false;
  bool null_words = false;
};

std::vector<std::string> strings_in(const Expr& value, std::vector<std::string> fallback) {
  if (value.is_string()) return {value.string_value()};
  if (!value.is_list()) return fallback;
  std::vector<std::string> result;
  for (const Expr& part : value.args()) {
    if (part.is_string()) result.push_back(part.string_value());
    else if (part.is_list()) return strings_in(part, fallback);
  }
  return result;
}

ReadOptions read_options(const Call& call) {
  ReadOptions options;
  options.word_separators = strings_in(call.option(Expr(sym::WordSeparators)), options.word_separators);
  options.record_separators = strings_in(call.option(Expr(sym::RecordSeparators)), options.record_separators);
  options.token_words = strings_in(call.option(Expr(sym::TokenWords)), {});
  options.null_records = call.option(Expr(sym::NullRecords)).is_true();
  options.null_words = call.option(Expr(sym::NullWords)).is_true();
  return options;
}

// Reads values of the language's types from one stream. End of file is nullopt.
class StreamReader {
 public:
  StreamReader(Stream& stream, const ReadOptions& options, const Call& call) : stream_(stream), options_(options), call_(call) {}

  // One value of a type, or of every type in a nested list. Inside a list, missing later values become EndOfFile.
  MaybeExpr read(const Expr& type) {
    if (type.is_list()) {
      if (type.size() == 0) return make_list({});
      Builder values(sym::List, type.size());
      bool any = false;
      for (const Expr& part : type.args()) {
        MaybeExpr value = read(part);
        if (!value && !any) return std::nullopt;
        any = true;
        values.push(value ? *value : Expr(sym::EndOfFile));
      }
      return values.finish();
    }
    if (type.has_head(sym::Hold, 1) && type[0].is(sym::Expression)) {
      return read_expression(true);
    }
    if (type.is(sym::Byte)) return read_byte();
    if (type.is(sym::Character)) return read_character();
    if (type.is(sym::Number)) return read_number(false);
    if (type.is(sym::Real)) return read_number(true);
    if (type.is(sym::Word)) return read_word();
    if (type.is(sym::String)) return read_line();
    if (type.is(sym::Record)) return read_record();
    if (type.is(sym::Expression)) return read_expression(false);
    return std::nullopt;
  }

  static bool valid_type(const Expr& type) {
    if (type.is_list()) return std::all_of(type.args().begin(), type.args().end(), valid_type);
    if (type.has_head(sym::Hold, 1)) return type[0].is(sym::Expression);
    return type.is(sym::Byte) || type.is(sym::Character) || type.is(sym::Number) || type.is(sym::Real) || type.is(sym::Word) ||
           type.is(sym::String) || type.is(sym::Record) || type.is(sym::Expression);
  }

  bool failed_to_parse = false;

  // A line without its end; empty lines count.
  MaybeExpr read_line() {
    if (stream_.at_end()) return std::nullopt;
    std::string& text = stream_.text;
    std::size_t end = text.find_first_of("\r\n", stream_.position);
    if (end == std::string::npos) end = text.size();
    const Expr line = Expr::string(repair_utf8(text.substr(stream_.position, end - stream_.position)));
    if (end < text.size()) end += text.compare(end, 2, "\r\n") == 0 ? 2 : 1;
    stream_.position = end;
    return line;
  }

  MaybeExpr read_record() {
    while (true) {
      if (stream_.at_end()) return std::nullopt;
      const auto [end, length] = find_separator(options_.record_separators, stream_.position);
      const std::size_t start = stream_.position;
      stream_.position = end + length;
      if (end > start || options_.null_records) return Expr::string(repair_utf8(stream_.text.substr(start, end - start)));
    }
  }

 private:
  std::size_t separator_at(const std::vector<std::string>& separators, std::size_t at) const {
    std::size_t longest = 0;
    for (const std::string& separator : separators) {
      if (!separator.empty() && separator.size() > longest && stream_.text.compare(at, separator.size(), separator) == 0) longest = separator.size();
    }
    return longest;
  }
  std::pair<std::size_t, std::size_t> find_separator(const std::vector<std::string>& separators, std::size_t from) const {
    for (std::size_t i = from; i < stream_.text.size(); ++i) {
      if (const std::size_t length = separator_at(separators, i); length > 0) return {i, length};
    }
    return {stream_.text.size(), 0};
  }

  MaybeExpr read_byte() {
    if (stream_.at_end()) return std::nullopt;
    return Expr::integer(static_cast<unsigned char>(stream_.text[stream_.position++]));
  }

  MaybeExpr read_character() {
    if (stream_.at_end()) return std::nullopt;
    return Expr::string(encode_character(next_character(stream_.text, stream_.position)));
  }

  MaybeExpr read_number(bool real) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; };
    while (!stream_.at_end() && blank(stream_.text[stream_.position])) ++stream_.position;
    if (stream_.at_end()) return std::nullopt;
    const std::string& text = stream_.text;
    std::size_t end = stream_.position;
    const auto part_of_number = [&](std::size_t i) {
      const char c = text[i];
      if ((c >= '0' && c <= '9') || c == '.') return true;
      if (c == '+' || c == '-') {
        if (i == stream_.position) return true;
        const char before = text[i - 1];
        return before == 'e' || before == 'E' || before == 'd' || before == 'D' || before == '^';
      }
      if (c == 'e' || c == 'E' || c == 'd' || c == 'D') return i > stream_.position;
      return (c == '*' && text.compare(i, 2, "*^") == 0) || (c == '^' && i > stream_.position && text[i - 1] == '*');
    };
    while (end < text.size() && part_of_number(end)) ++end;
    const MaybeExpr number = number_from_text(std::string_view(text).substr(stream_.position, end - stream_.position));
    if (!number) {
      call_.message("readn", {Expr::string(stream_.name)});
      failed_to_parse = true;
      // The word that is no number is passed over, so that reading can go on.
      while (end < text.size() && !blank(text[end])) ++end;
      stream_.position = end;
      return failed();
    }
    stream_.position = end;
    if (real && number->is_integer()) return apply(Expr(sym::N), {*number});
    return *number;
  }

  MaybeExpr read_word() {
    const std::string& text = stream_.text;
    std::vector<std::string> ends = options_.record_separators;
    ends.insert(ends.end(), options_.word_separators.begin(), options_.word_separators.end());
    while (true) {
      if (stream_.at_end()) return std::nullopt;
      if (const std::size_t token = separator_at(options_.token_words, stream_.position); token > 0) {
        const Expr word = Expr::string(text.substr(stream_.position, token));
        stream_.position += token;
        return word;
      }
      const std::size_t separator = separator_at(ends, stream_.position);
      if (separator == 0) break;
      stream_.position += separator;
      if (options_.null_words) return Expr::string("");
    }
    std::size_t end = stream_.position;
    while (end < text.size() && separator_at(ends, end) == 0 && separator_at(options_.token_words, end) == 0) ++end;
    const Expr word = Expr::string(repair_utf8(text.substr(stream_.position, end - stream_.position)));
    stream_.position = end;
    if (options_.null_words && end < text.size()) stream_.position += separator_at(ends, end);
    return word;
  }

  MaybeExpr read_expression(bool held) {
    if (stream_.at_end()) return std::nullopt;
    // From a terminal the text arrives line by line: ask for more while the expression is incomplete.
    while (stream_.from_standard_input && is_complete(std::string_view(stream_.text).substr(stream_.position)) == Completeness::Incomplete) {
      const std::string rest = stream_.text.substr(stream_.position);
      stream_.position = stream_.text.size();
      if (stream_.at_end()) {
        stream_.text = rest;
        stream_.position = 0;
        break;
      }
      stream_.text = rest + stream_.text.substr(stream_.position);
      stream_.position = 0;
    }
    ParseStep step = parse_next(stream_.text, stream_.position, current_resolver());
    stream_.position = std::min(std::max(step.next, stream_.position), stream_.text.size());
    if (step.error) {
      call_.message("readt", {Expr::string(stream_.name + ":" + std::to_string(step.error->line) + ":" + std::to_string(step.error->column)),
                              Expr::string(step.error->message)});
      failed_to_parse = true;
      if (stream_.position < stream_.text.size() && step.next <= stream_.position) stream_.position = stream_.text.size();
      return failed();
    }
    if (!step.expression) {
      stream_.position = stream_.text.size();
      return std::nullopt;
    }
    if (held) return make_normal(Expr(sym::Hold), {step.expression->value});
    return evaluate(step.expression->value);
  }

  Stream& stream_;
  const ReadOptions& options_;
  const Call& call_;
};

// Read[stream], Read[stream, type]
MaybeExpr builtin_Read(Call& call) {
  const Expr type = call.size() == 2 ? call.arg(1) : Expr(sym::Expression);
  if (!StreamReader::valid_type(type)) return call.message("readf", {type});
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const ReadOptions options = read_options(call);
  StreamReader reader(*stream, options, call);
  const MaybeExpr value = reader.read(type);
  return value ? *value : Expr(sym::EndOfFile);
}

// ReadList[file], [file, type], [file, type, n]
MaybeExpr builtin_ReadList(Call& call) {
  const Expr type = call.size() >= 2 ? call.arg(1) : Expr(sym::Expression);
  if (!StreamReader::valid_type(type)) return call.message("readf", {type});
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {
    const auto n = count_argument(call.arg(2), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(3)});
    limit = *n;
  }
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const std::int64_t id = stream->id;
  const Expr handle = stream->expr();
  const ReadOptions options = read_options(call);
  StreamReader reader(*stream, options, call);
  const bool by_lines = call.option(Expr(sym::RecordLists)).is_true();
  Builder values(sym::List);
  while (static_cast<std::int64_t>(values.size()) < limit && !reader.failed_to_parse) {
    if (by_lines) {
      // RecordLists -> True: a list for each record.
      const MaybeExpr record = reader.read_record();
      if (!record) break;
      Stream& line = open_text_stream("String", record->string_value());
      StreamReader line_reader(line, options, call);
      Builder row(sym::List);
      while (auto value = line_reader.read(type)) row.push(*value);
      close_stream(line);
      values.push(row.finish());
      continue;
    }
    MaybeExpr value = reader.read(type);
    if (!value) break;
    values.push(std::move(*value));
    if ((values.size() & 255U) == 0) check_interrupt();
  }
  if (opened && id > 2) {
    if (Stream* still = find_stream(handle)) close_stream(*still);
  }
  return pack(values.finish());
}

MaybeExpr builtin_ReadLine(Call& call) {
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const ReadOptions options;
  const MaybeExpr line = StreamReader(*stream, options, call).read_line();
  return line ? *line : Expr(sym::EndOfFile);
}

// The nearest of the terminators from the stream's position; its length comes along.
std::size_t find_terminator(const Stream& stream, const std::vector<std::string>& terminators, std::size_t& length) {
  std::size_t end = std::string::npos;
  for (const std::string& terminator : terminators) {
    const std::size_t at = stream.text.find(terminator, stream.position);
    if (at < end) {
      end = at;
      length = terminator.size();
    }
  }
  return end;
}

// ReadString[file], ReadString[stream, "terminator" | {..}], ReadString[process, EndOfBuffer]
MaybeExpr builtin_ReadString(Call& call) {
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  Expr result;
  if (call.size() == 2 && call.arg(1).is(sym::EndOfBuffer)) {
    // What a process has written so far.
    stream->take_arrived();
    result = Expr::string(repair_utf8(stream->text.substr(stream->position)));
    stream->position = stream->text.size();
  } else if (stream->at_end()) {
    result = opened ? Expr::string("") : Expr(sym::EndOfFile);
  } else if (call.size() == 2 && !call.arg(1).is(sym::EndOfFile)) {
    const std::vector<std::string> terminators = strings_in(call.arg(1), {"\n"});
    std::size_t length = 0;
    std::size_t end = find_terminator(*stream, terminators, length);
    while (end == std::string::npos && stream->more()) end = find_terminator(*stream, terminators, length);
    end = std::min(end, stream->text.size());
    result = Expr::string(repair_utf8(stream->text.substr(stream->position, end - stream->position)));
    stream->position = end + length;
  } else {
    result = Expr::string(repair_utf8(stream->take_rest()));
  }
  if (opened) close_stream(*stream);
  return result;
}

// ReadByteArray[file], ReadByteArray[stream]
MaybeExpr builtin_ReadByteArray(Call& call) {
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const bool ended = stream->at_end();
  const std::string bytes = stream->take_rest();
  if (opened) close_stream(*stream);
  if (ended) return Expr(sym::EndOfFile);
  return make_byte_array(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
}

// Skip[stream, type], Skip[stream, type, n]
MaybeExpr builtin_Skip(Call& call) {
  if (!StreamReader::valid_type(call.arg(1))) return call.message("readf", {call.arg(1)});
  std::int64_t n = 1;
  if (call.size() == 3) {
    const auto given = count_argument(call.arg(2), true);
    if (!given) return call.message("intnm", {call.expr(), Expr::integer(3)});
    n = *given;
  }
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const ReadOptions options = read_options(call);
  StreamReader reader(*stream, options, call);
  for (std::int64_t i = 0; i < n; ++i) {
    if (!reader.read(call.arg(1))) return Expr(sym::EndOfFile);
    check_interrupt();
  }
  return Expr();
}

struct TextFinder {
  std::vector<std::string> wanted;
  bool ignore_case = false;
  bool words = false;
  bool anchored = false;

  bool accepts(const std::string& original) const {
    const std::string record = ignore_case ? to_lower(original) : original;
    for (const std::string& text : wanted) {
      const std::string sought = ignore_case ? to_lower(text) : text;
      for (std::size_t at = record.find(sought); at != std::string::npos; at = record.find(sought, at + 1)) {
        if (anchored && at != 0) break;
        const auto letter = [&](std::size_t i) { return i < record.size() && (std::isalnum(static_cast<unsigned char>(record[i])) != 0); };
        if (!words || ((at == 0 || !letter(at - 1)) && !letter(at + sought.size()))) return true;
      }
    }
    return false;
  }
};

TextFinder finder_for(const Call& call) {
  TextFinder finder;
  finder.wanted = strings_in(call.arg(1), {});
  finder.ignore_case = call.option(Expr(sym::IgnoreCase)).is_true();
  finder.words = call.option(Expr(sym::WordSearch)).is_true();
  finder.anchored = call.option(Expr(sym::AnchoredSearch)).is_true();
  return finder;
}

// Find[stream, "text"]: the next record that has it.
MaybeExpr builtin_Find(Call& call) {
  const TextFinder finder = finder_for(call);
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const ReadOptions options = read_options(call);
  StreamReader reader(*stream, options, call);
  while (const MaybeExpr record = reader.read_record()) {
    if (finder.accepts(record->string_value())) return *record;
    check_interrupt();
  }
  return Expr(sym::EndOfFile);
}

// FindList[files, texts, n]
MaybeExpr builtin_FindList(Call& call) {
  const TextFinder finder = finder_for(call);
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {
    const auto n = count_argument(call.arg(2), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(3)});
    limit = *n;
  }
  const ReadOptions options = read_options(call);
  const auto sources = call.arg(0).is_list() ? elements_of(call.arg(0)) : std::vector<Expr>{call.arg(0)};
  Builder found(sym::List);
  for (const Expr& source : sources) {
    bool opened = false;
    Stream* stream = input_stream(call, source, opened);
    if (stream == nullptr) return failed();
    StreamReader reader(*stream, options, call);
    while (static_cast<std::int64_t>(found.size()) < limit) {
      const MaybeExpr record = reader.read_record();
      if (!record) break;
      if (finder.accepts(record->string_value())) found.push(*record);
      check_interrupt();
    }
    if (opened) close_stream(*stream);
  }
  return found.finish();
}

// ---- the user's input

void show_prompt(const Call& call) {
  if (call.size() == 0) return;
  const Expr& prompt = call.arg(0);
  write_output(prompt.is_string() ? prompt.string_value() : apply(Expr(sym::ToString), {prompt}).is_string() ? apply(Expr(sym::ToString), {prompt}).string_value() : "");
}

MaybeExpr builtin_InputString(Call& call) {
  show_prompt(call);
  Stream* stream = find_stream_named("stdin", true);
  const ReadOptions options;
  const MaybeExpr line = StreamReader(*stream, options, call).read_line();
  return line ? *line : Expr(sym::EndOfFile);
}

MaybeExpr builtin_Input(Call& call) {
  show_prompt(call);
  Stream* stream = find_stream_named("stdin", true);
  const ReadOptions options;
  const MaybeExpr value = StreamReader(*stream, options, call).read(Expr(sym::Expression));
  return value ? *value : Expr(sym::EndOfFile);
}

constexpr const char* kReadOptions =
    "{NullRecords -> False, NullWords -> False, RecordSeparators -> {\"\\r\\n\", \"\\n\", \"\\r\"}, TokenWords -> {}, WordSeparators -> {\" \", \"\\t\"}}";
constexpr const char* kListOptions =
    "{NullRecords -> False, NullWords -> False, RecordLists -> False, RecordSeparators -> {\"\\r\\n\", \"\\n\", \"\\r\"}, TokenWords -> {}, "
    "WordSeparators -> {\" \", \"\\t\"}}";
constexpr const char* kFindOptions =
    "{AnchoredSearch -> False, IgnoreCase -> False, RecordSeparators -> {\"\\r\\n\", \"\\n\", \"\\r\"}, WordSearch -> False}";
constexpr MessageTexts kReadMessages = {{"noopen", "Cannot open `1`."},
                                        {"openx", "`1` is not open."},
                                        {"readx", "`1` is an output stream and cannot be read."},
                                        {"stream", "`1` is not a string, File, InputStream[ ] or OutputStream[ ]."},
                                        {"readf", "`1` is not a valid format specification."},
                                        {"readn", "Invalid real number found when reading from `1`."},
                                        {"readt", "Invalid input found when reading `1`: `2`"}};

constexpr Builtin kBuiltins[] = {
    {.name = "Read",
     .fn = builtin_Read,
     .arity = between(1, 2),
     .usage = "Read[stream] reads one expression from an input stream, and returns the expression.\n"
              "Read[stream, type] reads one object of the type: Byte, Character, Expression, Number, Real, Record, String, Word.\n"
              "Read[stream, {type1, type2, ...}] reads a sequence of objects.",
     .options = kReadOptions,
     .messages = kReadMessages},
    {.name = "ReadList",
     .fn = builtin_ReadList,
     .arity = between(1, 3),
     .usage = "ReadList[\"file\"] reads all the remaining expressions in a file or stream, and returns a list of them.\n"
              "ReadList[\"file\", type] reads objects of the type.\n"
              "ReadList[\"file\", {type1, type2, ...}] reads sequences of objects.\n"
              "ReadList[\"file\", types, n] reads only the first n objects.",
     .options = kListOptions,
     .messages = kReadMessages},
    {.name = "ReadLine",
     .fn = builtin_ReadLine,
     .arity = exactly(1),
     .usage = "ReadLine[stream] reads a line of text from a stream or file, without its line end.",
     .messages = kReadMessages},
    {.name = "ReadString",
     .fn = builtin_ReadString,
     .arity = between(1, 2),
     .usage = "ReadString[\"file\"] reads the complete contents of a file and returns a string.\n"
              "ReadString[stream, \"term\"] reads until the terminator term or the end.\n"
              "ReadString[process] reads all that a process writes, ReadString[process, EndOfBuffer] what it has written so far.",
     .messages = kReadMessages},
    {.name = "ReadByteArray",
     .fn = builtin_ReadByteArray,
     .arity = exactly(1),
     .usage = "ReadByteArray[\"file\"] reads the bytes of a file or the rest of a stream into a ByteArray.",
     .messages = kReadMessages},
    {.name = "Skip",
     .fn = builtin_Skip,
     .arity = between(2, 3),
     .usage = "Skip[stream, type] skips one object of the type in an input stream.\nSkip[stream, type, n] skips n objects.",
     .options = kReadOptions,
     .messages = kReadMessages},
    {.name = "Find",
     .fn = builtin_Find,
     .arity = exactly(2),
     .usage = "Find[stream, \"text\"] finds the first line in an input stream that contains the string.\n"
              "Find[stream, {\"text1\", \"text2\", ...}] finds the first line that contains any of the strings.",
     .options = kFindOptions,
     .messages = kReadMessages},
    {.name = "FindList",
     .fn = builtin_FindList,
     .arity = between(2, 3),
     .usage = "FindList[\"file\", \"text\"] gives a list of lines in the file that contain the text.\n"
              "FindList[files, texts, n] gives the first n lines that contain any of the texts.",
     .options = kFindOptions,
     .messages = kReadMessages},
    {.name = "InputString",
     .fn = builtin_InputString,
     .arity = between(0, 2),
     .usage = "InputString[] reads a line of standard input as a string; EndOfFile at its end.\nInputString[prompt] prints the prompt first."},
    {.name = "Input",
     .fn = builtin_Input,
     .arity = between(0, 2),
     .usage = "Input[] reads one expression from standard input and evaluates it; EndOfFile at its end.\nInput[prompt] prints the prompt first.",
     .messages = kReadMessages},
    {.name = "EndOfFile", .usage = "EndOfFile is a symbol returned by Read when it reaches the end of a file."},
    {.name = "Word", .usage = "Word represents a word in Read, Find and related functions."},
    {.name = "Record", .usage = "Record represents a record in Read, Find and related functions."},
    {.name = "Byte", .usage = "Byte represents a single byte of data in Read."},
    {.name = "Character", .usage = "Character represents a single character in Read."},
    {.name = "Number", .usage = "Number represents an exact integer or an approximate real number in Read."},
    {.name = "Expression", .usage = "Expression is a symbol that represents an ordinary expression in Read and related functions."},
};

}  // namespace

void register_stream_read(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins

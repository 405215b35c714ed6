// Coders of text: "Characters", "Tokens", "UTF8" and "SubwordTokens". A table of codes is read from the specification; strings are
// split into pieces, and pieces looked up in it.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::NetError;
using nets::PortType;

namespace {

// The mark that SentencePiece vocabularies put where a word begins.
constexpr const char* kWordMark = "\xE2\x96\x81";
// ToCharacterCode[s, "UTF8"] + 1 never exceeds this.
constexpr int kUtf8Codes = 248;

}  // namespace

std::vector<std::string> utf8_characters(std::string_view text) {
  std::vector<std::string> characters;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    length = std::min(length, text.size() - i);
    characters.emplace_back(text.substr(i, length));
    i += length;
  }
  return characters;
}

namespace {

std::string lower_case(const std::string& text) {
  const Expr lower = apply(sym::ToLowerCase, {Expr::string(text)});
  return lower.is_string() ? lower.string_value() : text;
}

bool is_word_character(const std::string& c) {
  const auto byte = static_cast<unsigned char>(c[0]);
  return byte >= 0x80 || std::isalnum(byte) || byte == '_';
}

// Pieces between word boundaries, without white space.
std::vector<std::string> split_at_boundaries(std::string_view text) {
  std::vector<std::string> tokens;
  std::string piece;
  bool in_word = false;
  const auto flush = [&] {
    if (!piece.empty()) tokens.push_back(std::exchange(piece, {}));
  };
  for (const std::string& c : utf8_characters(text)) {
    const bool word = is_word_character(c);
    const bool space = c.size() == 1 && std::isspace(static_cast<unsigned char>(c[0]));
    if (word != in_word || space || !word) flush();
    in_word = word;
    if (!space) piece += c;
  }
  flush();
  return tokens;
}

std::vector<std::string> split_by_pattern(const std::string& text, const Expr& pattern) {
  const Expr parts = apply(sym::StringSplit, {Expr::string(text), pattern});
  std::vector<std::string> tokens;
  if (!parts.is_list()) throw NetError("invcoder", "The value " + short_text(pattern) + " of \"SplitPattern\" is not a string pattern.");
  for (const Expr& part : parts.args()) {
    if (part.is_string() && !part.string_value().empty()) tokens.push_back(part.string_value());
  }
  return tokens;
}

std::vector<std::string> split_at_spaces(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (!std::isspace(static_cast<unsigned char>(c))) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

using Codes = std::unordered_map<std::string, int>;

// Byte-pair encoding with a vocabulary in order of merging: of all neighbours whose union is a token, the one that comes first in the
// vocabulary is joined, until nothing can be (Sennrich, Haddow and Birch 2016).
std::vector<std::string> byte_pairs(const std::string& word, const Codes& codes) {
  std::vector<std::string> pieces = utf8_characters(word);
  while (pieces.size() > 1) {
    int best = 0;
    std::size_t where = 0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      const auto found = codes.find(pieces[i] + pieces[i + 1]);
      if (found != codes.end() && (best == 0 || found->second < best)) {
        best = found->second;
        where = i;
      }
    }
    if (best == 0) break;
    pieces[where] += pieces[where + 1];
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(where) + 1);
  }
  return pieces;
}

// The longest token first, then the longest continuation "##..." (Schuster and Nakajima 2012). A word that can't be put together is
// one unknown piece.
std::vector<std::string> word_pieces(const std::string& word, const Codes& codes) {
  const std::vector<std::string> characters = utf8_characters(word);
  std::vector<std::string> pieces;
  for (std::size_t from = 0; from < characters.size();) {
    std::size_t to = characters.size();
    std::string found;
    for (; to > from; --to) {
      std::string candidate = from > 0 ? "##" : "";
      for (std::size_t i = from; i < to; ++i) candidate += characters[i];
      if (codes.count(candidate) != 0) {
        found = std::move(candidate);
        break;
      }
    }
    if (found.empty()) return {word};
    pieces.push_back(std::move(found));
    from = to;
  }
  return pieces;
}

bool marks_words(const Codes& codes) {
  return std::any_of(codes.begin(), codes.end(), [](const auto& entry) { return entry.first.rfind(kWordMark, 0) == 0; });
}

std::vector<std::string> split_text(const SequenceCoder::Settings& settings, const std::string& text) {
  using Split = SequenceCoder::Split;
  switch (settings.split) {
    case Split::Characters:
    case Split::Utf8: return utf8_characters(text);
    case Split::Tokens: return settings.split_pattern.is(sym::Automatic) ? split_at_boundaries(text) : split_by_pattern(text, settings.split_pattern);
    case Split::BytePairs: {
      std::vector<std::string> pieces;
      // With a word mark in the vocabulary, words carry it; a vocabulary without one sees spaces as characters.
      const bool marked = marks_words(settings.codes);
      const bool spaces = settings.codes.count(" ") != 0;
      const std::vector<std::string> words = marked || !spaces ? split_at_spaces(text) : std::vector<std::string>{text};
      for (const std::string& word : words) {
        for (std::string& piece : byte_pairs(marked ? kWordMark + word : word, settings.codes)) pieces.push_back(std::move(piece));
      }
      return pieces;
    }
    case Split::WordPieces: {
      std::vector<std::string> pieces;
      for (const std::string& word : split_at_boundaries(text)) {
        for (std::string& piece : word_pieces(word, settings.codes)) pieces.push_back(std::move(piece));
      }
      return pieces;
    }
  }
  return {};
}

}  // namespace

SequenceCoder::SequenceCoder(bool decoder, std::string kind, Expr specification, Settings settings)
    : Coder(decoder, std::move(kind), std::move(specification)), settings_(std::move(settings)) {}

PortType SequenceCoder::type() const {
  const nets::Extent length = settings_.target_length > 0 && !is_decoder() ? nets::Extent(settings_.target_length) : nets::Extent::varying();
  if (is_decoder()) return PortType::shaped({settings_.target_length > 0 ? nets::Extent(settings_.target_length) : nets::Extent::unknown(), nets::Extent(settings_.code_count)});
  if (settings_.unit_vector) return PortType::shaped({length, nets::Extent(settings_.code_count)});
  return PortType::index(settings_.code_count, {length});
}

bool SequenceCoder::is_single(const Expr& data) const {
  // A list of codes is one example that is encoded already.
  return !data.is_list() || (data.size() > 0 && data[0].is_number());
}

bool SequenceCoder::encode_string(std::string text, std::vector<std::int64_t>& codes, std::string& problem) const {
  if (!settings_.processing.is(sym::None)) {
    const Expr processed = apply(settings_.processing, {Expr::string(text)});
    if (!processed.is_string()) {
      problem = "became " + short_text(processed) + " by \"TextProcessing\", which is not a string";
      return false;
    }
    text = processed.string_value();
  }
  if (settings_.ignore_case) text = lower_case(text);
  if (settings_.start_code && settings_.terminal_tokens) codes.push_back(settings_.start_code);
  if (settings_.split == Split::Utf8) {
    for (const char c : text) codes.push_back(static_cast<unsigned char>(c) + 1);
  } else {
    for (const std::string& part : split_text(settings_, text)) {
      const auto found = settings_.codes.find(part);
      const int code = found != settings_.codes.end() ? found->second : settings_.unknown_code;
      if (code == 0) {
        problem = std::string("contains the ") + (settings_.split == Split::Characters ? "character \"" : "piece \"") + part +
                  "\", which is not in the " + (settings_.split == Split::Characters ? "alphabet" : "vocabulary") + " of the encoder; add _ to it to give anything unknown a code of its own";
        return false;
      }
      codes.push_back(code);
    }
  }
  if (settings_.end_code && settings_.terminal_tokens) codes.push_back(settings_.end_code);
  return true;
}

std::optional<Array> SequenceCoder::encode(const Expr& value, std::string& problem) const {
  std::vector<std::int64_t> codes;
  if (value.is_string()) {
    if (!encode_string(value.string_value(), codes, problem)) return std::nullopt;
  } else {
    const ArrayReading reading = read_array(value);  // encoded already
    if (!reading.array || reading.array->rank() != 1) {
      problem = "should be a string, not " + short_text(value);
      return std::nullopt;
    }
    for (std::int64_t i = 0; i < reading.array->element_count(); ++i) {
      const double code = reading.array->real_at(i);
      if (!(code >= 1 && code <= settings_.code_count && code == std::floor(code))) {
        problem = "contains " + short_text(Expr::real(code)) + ", which is not one of the codes 1 to " + std::to_string(settings_.code_count);
        return std::nullopt;
      }
      codes.push_back(static_cast<std::int64_t>(code));
    }
  }
  if (settings_.target_length > 0) {
    codes.resize(static_cast<std::size_t>(settings_.target_length), settings_.end_code ? settings_.end_code : settings_.code_count);
  }
  if (codes.empty()) {
    problem = "is an empty string, which gives no codes";
    return std::nullopt;
  }
  const auto length = static_cast<std::int64_t>(codes.size());
  if (!settings_.unit_vector) return Array::from(codes.data(), Shape{length});
  Array result = Array::zeros(DType::Real32, Shape{length, settings_.code_count});
  for (std::int64_t i = 0; i < length; ++i) result.data<float>()[i * settings_.code_count + codes[static_cast<std::size_t>(i)] - 1] = 1;
  return result;
}

MaybeExpr SequenceCoder::decode(const Array& values, const Expr& property, std::string& problem) const {
  if (values.rank() != 2 || values.shape()[1] != settings_.code_count) {
    problem = "The decoder expects a sequence of vectors of " + std::to_string(settings_.code_count) + " probabilities.";
    return std::nullopt;
  }
  const std::string name = property.is_string() ? property.string_value() : std::string();
  if (name == "Probabilities") return array_to_expr(values);
  if (!property.is(sym::Automatic) && name != "Decision" && name != "Tokens") {
    problem = unknown_property(*this, property);
    return std::nullopt;
  }
  std::vector<std::string> pieces;
  std::string bytes;
  for (std::int64_t i = 0; i < values.shape()[0]; ++i) {
    std::int64_t best = 0;
    for (std::int64_t j = 1; j < settings_.code_count; ++j) {
      if (values.real_at(i * settings_.code_count + j) > values.real_at(i * settings_.code_count + best)) best = j;
    }
    const int code = static_cast<int>(best + 1);
    if (code == settings_.end_code) break;
    if (code == settings_.start_code || code == settings_.unknown_code) continue;
    if (settings_.split == Split::Utf8) {
      bytes += static_cast<char>(best);
    } else if (best < static_cast<std::int64_t>(settings_.elements.size())) {
      pieces.push_back(settings_.elements[static_cast<std::size_t>(best)]);
    }
  }
  if (name == "Tokens") return string_list(pieces);
  std::string text = std::move(bytes);
  for (const std::string& piece : pieces) {
    if (settings_.split == Split::Tokens && !text.empty()) text += ' ';
    if (settings_.split == Split::WordPieces) {
      const bool continues = piece.rfind("##", 0) == 0;
      if (!continues && !text.empty()) text += ' ';
      text += continues ? piece.substr(2) : piece;
      continue;
    }
    if (settings_.split == Split::BytePairs && piece.rfind(kWordMark, 0) == 0) {
      if (!text.empty()) text += ' ';
      text += piece.substr(3);
      continue;
    }
    text += piece;
  }
  return Expr::string(text);
}

std::vector<std::string> SequenceCoder::properties() const { return {"Decision", "Probabilities", "Tokens"}; }

std::shared_ptr<const Coder> SequenceCoder::converse() const {
  Settings settings = settings_;
  settings.unit_vector = false;
  return std::make_shared<SequenceCoder>(!is_decoder(), kind(), specification(), std::move(settings));
}

MaybeExpr SequenceCoder::parameter(std::string_view name) const {
  if (name == "Characters" || name == "Tokens" || name == "Alphabet" || name == "Encoding" || name == "Vocabulary") {
    std::vector<Expr> elements;
    for (std::size_t i = 0; i < settings_.elements.size(); ++i) {
      const int code = static_cast<int>(i + 1);
      if (code == settings_.start_code) elements.emplace_back(sym::StartOfString);
      else if (code == settings_.end_code) elements.emplace_back(sym::EndOfString);
      else if (code == settings_.unknown_code) elements.push_back(make_normal(sym::Blank, std::vector<Expr>{}));
      else elements.push_back(Expr::string(settings_.elements[i]));
    }
    return make_list(std::move(elements));
  }
  if (name == "IgnoreCase") return Expr::boolean(settings_.ignore_case);
  if (name == "Form") return Expr::string(settings_.unit_vector ? "UnitVector" : "Index");
  if (name == "TargetLength") return settings_.target_length ? Expr::integer(settings_.target_length) : Expr(sym::All);
  if (name == "Dimensions") return Expr::integer(settings_.code_count);
  return Coder::parameter(name);
}

std::vector<std::string> SequenceCoder::parameter_names() const {
  if (is_decoder()) return {"Type", "Encoding", "Dimensions"};
  return {"Type", "Encoding", "Form", "IgnoreCase", "TargetLength", "Dimensions"};
}

namespace {

using Settings = SequenceCoder::Settings;

std::string printable_ascii() {
  std::string text = "\t\n";
  for (char c = ' '; c <= '~'; ++c) text += c;
  return text;
}

// The characters a symbolic group stands for; nothing for any other symbol.
std::optional<std::string> character_group(const Expr& group) {
  if (group.is(sym::Automatic)) return printable_ascii();
  std::string text;
  const auto add = [&](int (*belongs)(int)) {
    for (int c = 'a'; c <= 'z'; ++c) {
      if (belongs(c)) text += static_cast<char>(c);
    }
    for (int c = '!'; c <= '~'; ++c) {
      if (belongs(c) && !std::islower(c)) text += static_cast<char>(c);
    }
  };
  if (group.is(sym::LetterCharacter)) add(std::isalpha);
  else if (group.is(sym::DigitCharacter)) add(std::isdigit);
  else if (group.is(sym::WordCharacter)) add(std::isalnum);
  else if (group.is(sym::PunctuationCharacter)) add(std::ispunct);
  else if (group.is(sym::WhitespaceCharacter)) text = " \t\n";
  else return std::nullopt;
  return text;
}

// Reads an alphabet or a vocabulary: codes are given in the order of the specification.
class TableReader {
 public:
  TableReader(Settings& settings, bool characters) : settings_(settings), characters_(characters) {}

  void add(const Expr& element) {
    if (element.is_list()) {
      for (const Expr& part : element.args()) add(part);
    } else if (element.is(sym::StartOfString)) {
      if (settings_.start_code == 0) settings_.start_code = next("");
    } else if (element.is(sym::EndOfString)) {
      if (settings_.end_code == 0) settings_.end_code = next("");
    } else if (element.has_head(sym::Blank, 0)) {
      if (settings_.unknown_code == 0) settings_.unknown_code = next("");
    } else if (element.is_rule()) {
      add_rule(element);
    } else if (characters_ && element.has_head(sym::Span, 2)) {
      for (const std::string& c : range(element)) give(c, 0);
    } else if (element.is_string()) {
      if (!characters_) give(element.string_value(), 0);
      else for (const std::string& c : utf8_characters(element.string_value())) give(c, 0);
    } else if (const auto group = characters_ ? character_group(element) : std::nullopt) {
      for (const std::string& c : utf8_characters(*group)) give(c, 0);
    } else {
      throw NetError("invcoder", short_text(element) + (characters_ ? " is not an element of an alphabet: strings, ranges n;;m, StartOfString, EndOfString, _, Automatic and "
                                                                      "groups such as DigitCharacter are."
                                                                    : " is not an element of a vocabulary: strings, StartOfString, EndOfString and _ are."));
    }
  }

 private:
  // "c1c2..." -> n, "c1c2..." -> Automatic, n;;m -> specification
  void add_rule(const Expr& rule) {
    std::vector<std::string> left;
    if (rule[0].has_head(sym::Span, 2)) left = range(rule[0]);
    else if (rule[0].is_string()) left = characters_ ? utf8_characters(rule[0].string_value()) : std::vector<std::string>{rule[0].string_value()};
    else if (const auto group = character_group(rule[0])) left = utf8_characters(*group);
    else throw NetError("invcoder", "The left side of " + short_text(rule) + " should be a string or a range of character codes.");
    int code = 0;
    if (const auto n = machine_integer(rule[1])) {
      if (*n < 1 || *n > 1000000) throw NetError("invcoder", "The code in " + short_text(rule) + " should be a positive integer.");
      code = static_cast<int>(*n);
    } else if (rule[1].is(sym::Automatic)) {
      code = next(left.empty() ? std::string() : left[0]);
    } else {
      throw NetError("invcoder", "The right side of " + short_text(rule) + " should be a code or Automatic.");
    }
    for (const std::string& c : left) give(c, code);
  }

  std::vector<std::string> range(const Expr& span) {
    const auto from = machine_integer(span[0]), to = machine_integer(span[1]);
    if (!from || !to || *from < 1 || *to < *from || *to - *from > 100000) throw NetError("invcoder", short_text(span) + " is not a range of character codes.");
    const Expr text = apply(sym::FromCharacterCode, {apply(sym::Range, {span[0], span[1]})});
    return text.is_string() ? utf8_characters(text.string_value()) : std::vector<std::string>{};
  }

  // The first mention of an element gives it its code (0: the next one).
  void give(const std::string& element, int code) {
    const std::string key = settings_.ignore_case ? lower_case(element) : element;
    if (settings_.codes.count(key) != 0) return;
    if (code == 0) code = next(element);
    settings_.codes.emplace(key, code);
    grow(code);
    if (settings_.elements[static_cast<std::size_t>(code - 1)].empty()) settings_.elements[static_cast<std::size_t>(code - 1)] = element;
  }

  int next(const std::string& element) {
    const int code = settings_.code_count + 1;
    grow(code);
    settings_.elements[static_cast<std::size_t>(code - 1)] = element;
    return code;
  }

  void grow(int code) {
    settings_.code_count = std::max(settings_.code_count, code);
    settings_.elements.resize(static_cast<std::size_t>(settings_.code_count));
  }

  Settings& settings_;
  bool characters_;
};

bool read_boolean(const Expr& rule) {
  if (const auto truth = boolean_argument(rule[1])) return *truth;
  throw NetError("invcoder", "The value " + short_text(rule[1]) + " of " + short_text(rule[0]) + " should be True or False.");
}

void read_options(const std::string& kind, std::span<const Expr> options, Settings& settings) {
  static constexpr const char* kCharacters[] = {"IgnoreCase", "TargetLength"};
  static constexpr const char* kTokens[] = {"IgnoreCase", "SplitPattern", "TargetLength"};
  static constexpr const char* kSubwords[] = {"IgnoreCase", "IncludeTerminalTokens", "InputType", "Method", "OutputProperties", "TargetLength",
                                              "TextProcessing", "UnicodeNormalization", "Vocabulary"};
  static constexpr const char* kUtf8[] = {"TargetLength"};
  using Split = SequenceCoder::Split;
  const bool subwords = settings.split == Split::BytePairs;
  if (subwords) check_coder_options(kind, options, kSubwords);
  else if (kind == "Tokens") check_coder_options(kind, options, kTokens);
  else if (kind == "UTF8") check_coder_options(kind, options, kUtf8);
  else check_coder_options(kind, options, kCharacters);
  for (const Expr& rule : options) {
    const std::string name = word_of(rule[0]);
    if (name == "IgnoreCase") {
      settings.ignore_case = read_boolean(rule);
    } else if (name == "IncludeTerminalTokens") {
      settings.terminal_tokens = read_boolean(rule);
    } else if (name == "SplitPattern") {
      settings.split_pattern = rule[1].is(sym::WordBoundary) ? Expr(sym::Automatic) : rule[1];
    } else if (name == "TextProcessing") {
      settings.processing = rule[1];
    } else if (name == "Method") {
      const std::string method = rule[1].is_list() && rule[1].size() > 0 ? word_of(rule[1][0]) : word_of(rule[1]);
      if (method == "WordPiece") settings.split = Split::WordPieces;
      else if (method != "BPE") throw NetError("invcoder", "The value " + short_text(rule[1]) + " of Method should be \"BPE\" or \"WordPiece\".");
    } else if (name == "TargetLength") {
      const auto n = machine_integer(rule[1]);
      if (n && *n > 0) {
        settings.target_length = *n;
      } else if (!rule[1].is(sym::All) && !rule[1].is(sym::Automatic)) {
        throw NetError("invcoder", "The value " + short_text(rule[1]) + " of \"TargetLength\" should be a positive integer or All.");
      }
    } else if (name == "UnicodeNormalization" || name == "InputType" || name == "OutputProperties") {
      const std::string word = word_of(rule[1]);
      if (word != "None" && word != "Automatic" && word != "String" && word != "VocabularyIndex") {
        throw NetError("invcoder", "The value " + short_text(rule[1]) + " of \"" + name + "\" is not available here.");
      }
    }
  }
}

}  // namespace

std::shared_ptr<const Coder> make_text_coder(bool decoder, const std::string& kind, const Expr& specification,
                                             std::span<const Expr> arguments, std::span<const Expr> options) {
  using Split = SequenceCoder::Split;
  Settings settings;
  settings.split = kind == "UTF8" ? Split::Utf8 : kind == "Tokens" ? Split::Tokens : kind == "Characters" ? Split::Characters : Split::BytePairs;
  settings.ignore_case = kind == "Tokens";
  if (settings.split == Split::BytePairs) settings.terminal_tokens = false;
  read_options(kind, options, settings);
  std::size_t form_position = 1;
  if (kind == "UTF8") {
    form_position = 0;
    settings.code_count = kUtf8Codes;
  } else {
    Expr table = arguments.empty() ? coder_option(options, "Vocabulary") : arguments[0];
    const bool characters = kind == "Characters";
    if (!characters && (!table.is_list() || table.size() == 0)) {
      throw NetError("invcoder", "The coder \"" + kind + "\" needs a list of tokens, as in {\"" + kind + "\", {\"a\", \"word\"}}; no vocabulary of a language comes with this program.");
    }
    TableReader(settings, characters).add(table);
    if (settings.code_count == 0) throw NetError("invcoder", "The alphabet " + short_text(table) + " is empty.");
    // Tokens that are not in the list have the code after the last one, unless _ gave them a place.
    if (kind == "Tokens" && settings.unknown_code == 0) {
      settings.unknown_code = ++settings.code_count;
      settings.elements.emplace_back();
    }
  }
  if (arguments.size() > form_position) {
    const std::string form = word_of(arguments[form_position]);
    if (form == "UnitVector" || form == "IndicatorVector") {
      settings.unit_vector = true;
    } else if (form != "Index") {
      throw NetError("invcoder", "The form " + short_text(arguments[form_position]) + " of the coder \"" + kind + "\" should be \"Index\" or \"UnitVector\".");
    }
  }
  return std::make_shared<SequenceCoder>(decoder, kind, specification, std::move(settings));
}

}  // namespace lykos::builtins

// Coders of strings: characters, tokens and UTF-8 bytes become sequences of codes 1..n, of varying length unless "TargetLength"
// fixes it (longer strings are cut, shorter ones padded with the end code).
#include <algorithm>
#include <cctype>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::NetError;
using nets::PortType;

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

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Words are runs of letters, digits and apostrophes; every other visible character is a token of its own.
std::vector<std::string> split_tokens(std::string_view text) {
  std::vector<std::string> tokens;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) tokens.push_back(std::exchange(word, {}));
  };
  for (const std::string& c : utf8_characters(text)) {
    const auto byte = static_cast<unsigned char>(c[0]);
    if (byte >= 0x80 || std::isalnum(byte) || c == "'") {
      word += c;
    } else {
      flush();
      if (!std::isspace(byte)) tokens.push_back(c);
    }
  }
  flush();
  return tokens;
}

}  // namespace

SequenceCoder::SequenceCoder(bool decoder, std::string kind, Expr specification, Settings settings)
    : Coder(decoder, std::move(kind), std::move(specification)), settings_(std::move(settings)) {
  for (std::size_t i = 0; i < settings_.elements.size(); ++i) {
    const std::string& element = settings_.elements[i];
    codes_.emplace(settings_.ignore_case ? lower_case(element) : element, static_cast<int>(i + 1));
  }
}

PortType SequenceCoder::type() const {
  const nets::Extent length = settings_.target_length > 0 ? nets::Extent(settings_.target_length) : nets::Extent::varying();
  if (is_decoder() || settings_.unit_vector) return PortType::shaped({length, nets::Extent(settings_.code_count)});
  return PortType::index(settings_.code_count, {length});
}

std::optional<Array> SequenceCoder::encode(const Expr& value, std::string& problem) const {
  std::vector<std::int64_t> codes;
  if (value.is_string()) {
    const std::string text = settings_.ignore_case ? lower_case(value.string_value()) : value.string_value();
    if (settings_.start_code) codes.push_back(settings_.start_code);
    if (settings_.split == Split::Utf8) {
      for (const char c : text) codes.push_back(static_cast<unsigned char>(c) + 1);
    } else {
      for (const std::string& part : settings_.split == Split::Characters ? utf8_characters(text) : split_tokens(text)) {
        const auto found = codes_.find(part);
        const int code = found != codes_.end() ? found->second : settings_.unknown_code;
        if (code == 0) {
          problem = "contains the character \"" + part + "\", which is not in the alphabet of the encoder; add _ to the alphabet to give "
                    "unknown characters a code of their own";
          return std::nullopt;
        }
        codes.push_back(code);
      }
    }
    if (settings_.end_code) codes.push_back(settings_.end_code);
  } else {
    const ArrayReading reading = read_array(value);  // encoded already
    if (!reading.array || reading.array->rank() != 1) {
      problem = "should be a string, not " + short_text(value);
      return std::nullopt;
    }
    for (std::int64_t i = 0; i < reading.array->element_count(); ++i) codes.push_back(static_cast<std::int64_t>(reading.array->real_at(i)));
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
  if (property.is_string() && property.string_value() == "Probabilities") return array_to_expr(values);
  if (!property.is(sym::Automatic) && !(property.is_string() && property.string_value() == "Decision")) {
    problem = short_text(property) + " is not a property of " + summary() + "; these are: \"Decision\" \"Probabilities\".";
    return std::nullopt;
  }
  std::string text;
  for (std::int64_t i = 0; i < values.shape()[0]; ++i) {
    std::int64_t best = 0;
    for (std::int64_t j = 1; j < settings_.code_count; ++j) {
      if (values.real_at(i * settings_.code_count + j) > values.real_at(i * settings_.code_count + best)) best = j;
    }
    const int code = static_cast<int>(best + 1);
    if (code == settings_.end_code) break;
    if (code == settings_.start_code || code == settings_.unknown_code) continue;
    if (settings_.split == Split::Utf8) {
      text += static_cast<char>(best);
    } else if (best < static_cast<std::int64_t>(settings_.elements.size())) {
      if (settings_.split == Split::Tokens && !text.empty()) text += ' ';
      text += settings_.elements[static_cast<std::size_t>(best)];
    }
  }
  return Expr::string(text);
}

std::vector<std::string> SequenceCoder::properties() const { return {"Decision", "Probabilities"}; }

std::shared_ptr<const Coder> SequenceCoder::converse() const {
  return std::make_shared<SequenceCoder>(!is_decoder(), kind(), specification(), settings_);
}

MaybeExpr SequenceCoder::parameter(std::string_view name) const {
  if (name == "Characters" || name == "Tokens" || name == "Alphabet" || name == "Encoding") return string_list(settings_.elements);
  if (name == "IgnoreCase") return Expr::boolean(settings_.ignore_case);
  if (name == "Form") return Expr::string(settings_.unit_vector ? "UnitVector" : "Index");
  if (name == "TargetLength") return settings_.target_length ? Expr::integer(settings_.target_length) : Expr(sym::All);
  return Coder::parameter(name);
}

std::shared_ptr<const Coder> make_text_coder(bool decoder, const std::string& kind, const Expr& specification,
                                             std::span<const Expr> arguments, std::span<const Expr> options) {
  SequenceCoder::Settings settings;
  settings.split = kind == "UTF8" ? SequenceCoder::Split::Utf8 : kind == "Tokens" ? SequenceCoder::Split::Tokens : SequenceCoder::Split::Characters;
  settings.ignore_case = kind == "Tokens";
  for (const Expr& rule : options) {
    const std::string name = word_of(rule[0]);
    if (name == "IgnoreCase") {
      settings.ignore_case = rule[1].is_true();
    } else if (name == "TargetLength") {
      const auto n = machine_integer(rule[1]);
      if (n && *n > 0) {
        settings.target_length = *n;
      } else if (!rule[1].is(sym::All) && !rule[1].is(sym::Automatic)) {
        throw NetError("invcoder", "The value " + short_text(rule[1]) + " of \"TargetLength\" should be a positive integer or All.");
      }
    } else {
      throw NetError("netunkparam", '"' + name + "\" is not an option of the coder \"" + kind + "\"; known are: \"IgnoreCase\" \"TargetLength\".");
    }
  }
  std::size_t form_position = 1;
  bool start = false, end = settings.target_length > 0, unknown = kind == "Tokens";
  if (kind == "UTF8") {
    form_position = 0;
    settings.code_count = 256;
    end = false;
  } else {
    const auto add = [&](const Expr& element, const auto& self) -> void {
      if (element.is_string()) {
        if (kind == "Tokens") {
          settings.elements.push_back(element.string_value());
        } else {
          for (std::string& c : utf8_characters(element.string_value())) settings.elements.push_back(std::move(c));
        }
      } else if (element.is_list()) {
        for (const Expr& part : element.args()) self(part, self);
      } else if (element.is(sym::Automatic)) {
        for (char c = ' '; c <= '~'; ++c) settings.elements.emplace_back(1, c);
        settings.elements.emplace_back("\n");
        settings.elements.emplace_back("\t");
      } else if (element.is(sym::StartOfString)) {
        start = true;
      } else if (element.is(sym::EndOfString)) {
        end = true;
      } else if (element.has_head(sym::Blank, 0)) {
        unknown = true;
      } else {
        throw NetError("invcoder", short_text(element) + " is not an element of an alphabet: strings, StartOfString, EndOfString, _ and Automatic are.");
      }
    };
    if (arguments.empty()) {
      if (kind == "Tokens") throw NetError("invcoder", "The coder \"Tokens\" needs a list of tokens, as in {\"Tokens\", {\"a\", \"word\"}}.");
      add(sym::Automatic, add);
    } else {
      add(arguments[0], add);
    }
    // The first mention of an element gives it its code.
    std::vector<std::string> unique;
    for (std::string& element : settings.elements) {
      if (std::find(unique.begin(), unique.end(), element) == unique.end()) unique.push_back(std::move(element));
    }
    settings.elements = std::move(unique);
    settings.code_count = static_cast<int>(settings.elements.size());
  }
  if (unknown) settings.unknown_code = ++settings.code_count;
  if (start) settings.start_code = ++settings.code_count;
  if (end) settings.end_code = ++settings.code_count;
  if (arguments.size() > form_position) {
    const std::string form = word_of(arguments[form_position]);
    if (form == "UnitVector") {
      settings.unit_vector = true;
    } else if (form != "Index") {
      throw NetError("invcoder", "The form " + short_text(arguments[form_position]) + " of the coder \"" + kind + "\" should be \"Index\" or \"UnitVector\".");
    }
  }
  return std::make_shared<SequenceCoder>(decoder, kind, specification, std::move(settings));
}

}  // namespace lykos::builtins

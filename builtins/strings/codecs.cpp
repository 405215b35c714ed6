// codecs.cpp - strings as carriers of other data: Hash, BaseEncode, Compress, URLEncode.
#include <algorithm>

#include "builtins/files/wxf.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/number.h"
#include "evaluator/contexts.h"
#include "formatting/formatting.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

std::string_view bytes_view(const Expr& byte_array) {
  const auto& bytes = byte_array.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
Expr byte_array_from(std::string_view bytes) { return make_byte_array(std::vector<std::uint8_t>(bytes.begin(), bytes.end())); }

// ---- Hash

Expr formatted_digest(const std::string& bytes, std::string_view format, bool& known) {
  known = true;
  const std::string hex = hexadecimal(bytes);
  if (format == "Integer") return Expr::integer(Integer::from_digits(hex, 16));
  if (format == "HexString") return Expr::string(hex);
  if (format == "HexStringLittleEndian") {
    return Expr::string(hexadecimal(std::string(bytes.rbegin(), bytes.rend())));
  }
  if (format == "DecimalString") return Expr::string(Integer::from_digits(hex, 16).to_string());
  if (format == "Base36String") {
    std::string digits = Integer::from_digits(hex, 16).to_string(36);
    std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return Expr::string(digits);
  }
  if (format == "Base64Encoding") return Expr::string(base64_encode(bytes));
  if (format == "ByteArray") return byte_array_from(bytes);
  known = false;
  return Expr();
}

// Hash[expr], Hash[expr, type], Hash[expr, type, format]
MaybeExpr builtin_Hash(Call& call) {
  std::string_view method = "Expression";
  if (call.size() >= 2) {
    const auto given = string_argument(call.arg(1));
    if (!given) return call.message("hshtype", {call.arg(1)});
    method = *given;
  }
  std::string_view format = "Integer";
  if (call.size() == 3) {
    const auto given = string_argument(call.arg(2));
    if (!given) return call.message("hshfmt", {call.arg(2)});
    format = *given;
  }
  const Expr& subject = call.arg(0);
  std::string bytes;
  if (method == "Expression") {
    std::uint64_t value = hash(subject);
    for (int i = 0; i < 8; ++i) {
      bytes.insert(bytes.begin(), static_cast<char>(value & 0xFFU));
      value >>= 8;
    }
  } else {
    std::optional<std::string> result;
    if (subject.is_string()) result = digest(subject.string_value(), method);
    else if (subject.is_byte_array()) result = digest(bytes_view(subject), method);
    else result = digest(to_full_form(subject), method);
    if (!result) return call.message("hshtype", {call.arg(1)});
    bytes = std::move(*result);
  }
  bool known = false;
  const Expr result = formatted_digest(bytes, format, known);
  if (!known) return call.message("hshfmt", {call.arg(2)});
  return result;
}

// ---- BaseEncode, BaseDecode

std::string base32_encode(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint64_t block = 0;
  int bits = 0;
  for (const char byte : bytes) {
    block = (block << 8) | static_cast<unsigned char>(byte);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kDigits[(block >> bits) & 31U];
    }
  }
  if (bits > 0) text += kDigits[(block << (5 - bits)) & 31U];
  while (text.size() % 8 != 0) text += '=';
  return text;
}

std::optional<std::string> base32_decode(std::string_view text) {
  std::string bytes;
  std::uint64_t block = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=' || c == '\n' || c == '\r' || c == ' ') continue;
    int digit = 0;
    if (c >= 'A' && c <= 'Z') digit = c - 'A';
    else if (c >= 'a' && c <= 'z') digit = c - 'a';
    else if (c >= '2' && c <= '7') digit = c - '2' + 26;
    else return std::nullopt;
    block = (block << 5) | static_cast<std::uint64_t>(digit);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((block >> bits) & 0xFFU);
    }
  }
  return bytes;
}

std::optional<std::string> base16_decode(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r') continue;
    int digit = 0;
    if (c >= '0' && c <= '9') digit = c - '0';
    else if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    else return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      bytes += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  if (high >= 0) return std::nullopt;
  return bytes;
}

// BaseEncode[ba], BaseEncode[ba, "Base64" | "Base64URL" | "Base32" | "Base16"]
MaybeExpr builtin_BaseEncode(Call& call) {
  const Expr& subject = call.arg(0);
  if (!subject.is_byte_array() && !subject.is_string()) return call.message("bytearr", {subject});
  const std::string_view bytes = subject.is_string() ? std::string_view(subject.string_value()) : bytes_view(subject);
  const std::string_view scheme = call.size() == 2 ? string_argument(call.arg(1)).value_or("") : "Base64";
  if (scheme == "Base64") return Expr::string(base64_encode(bytes));
  if (scheme == "Base64URL") {
    std::string text = base64_encode(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return Expr::string(std::move(text));
  }
  if (scheme == "Base32") return Expr::string(base32_encode(bytes));
  if (scheme == "Base16") return Expr::string(to_upper(hexadecimal(bytes)));
  return call.message("scheme", {call.arg(1)});
}

MaybeExpr builtin_BaseDecode(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const std::string& text = call.arg(0).string_value();
  const std::string_view scheme = call.size() == 2 ? string_argument(call.arg(1)).value_or("") : "Base64";
  std::optional<std::string> bytes;
  if (scheme == "Base64" || scheme == "Base64URL") bytes = base64_decode(text);
  else if (scheme == "Base32") bytes = base32_decode(text);
  else if (scheme == "Base16") bytes = base16_decode(text);
  else return call.message("scheme", {call.arg(1)});
  if (!bytes) {
    call.message("baddata", {string_expr(scheme)});
    return failed();
  }
  return byte_array_from(*bytes);
}

// ---- Compress: "1:" and a base 64 zlib stream of the WXF form, so that any expression survives exactly.

MaybeExpr builtin_Compress(Call& call) { return Expr::string("1:" + base64_encode(zlib_compress(to_wxf(call.arg(0))))); }

MaybeExpr builtin_Uncompress(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const std::string& text = call.arg(0).string_value();
  const auto damaged = [&] {
    call.message("corrupt", {});
    return failed();
  };
  if (text.compare(0, 2, "1:") != 0) return damaged();
  const auto stream = base64_decode(std::string_view(text).substr(2));
  const auto plain = stream ? zlib_decompress(*stream) : std::nullopt;
  if (!plain) return damaged();
  std::string reason;
  const MaybeExpr result = from_wxf(*plain, reason);
  if (!result) return damaged();
  if (call.size() == 2) return make_normal(call.arg(1), {*result});
  return *result;
}

// ---- URLs

std::string plain_text(const Expr& expr) { return expr.is_string() ? expr.string_value() : to_script_form(expr); }

MaybeExpr builtin_URLEncode(Call& call) {
  if (call.arg(0).is_list()) return make_normal(Expr(sym::Map), {Expr(sym::URLEncode), call.arg(0)});
  return Expr::string(url_encode(plain_text(call.arg(0))));
}
MaybeExpr builtin_URLDecode(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr { return Expr::string(url_decode(text.string_value())); });
}

bool append_query(const Expr& parameters, std::string& text) {
  for (const Expr& rule : parameters.args()) {
    if (!rule.is_rule()) return false;
    if (!text.empty()) text += '&';
    text += url_encode(plain_text(rule[0])) + "=" + url_encode(plain_text(rule[1]));
  }
  return true;
}

MaybeExpr builtin_URLQueryEncode(Call& call) {
  std::string text;
  if (!(call.arg(0).is_list() || call.arg(0).is_association()) || !append_query(call.arg(0), text)) return call.message("query", {call.arg(0)});
  return Expr::string(std::move(text));
}

MaybeExpr builtin_URLQueryDecode(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr {
    std::string_view fields = text.string_value();
    Builder rules(sym::List);
    while (!fields.empty()) {
      const std::size_t end = std::min(fields.find('&'), fields.size());
      std::string field(fields.substr(0, end));
      std::replace(field.begin(), field.end(), '+', ' ');
      const std::size_t equals = std::min(field.find('='), field.size());
      rules.push(make_rule(Expr::string(url_decode(field.substr(0, equals))), Expr::string(url_decode(field.substr(std::min(equals + 1, field.size()))))));
      fields.remove_prefix(std::min(end + 1, fields.size()));
    }
    return rules.finish();
  });
}

// URLBuild["base"], URLBuild[{"base", "p1", ...}], URLBuild[path, {k -> v, ...}]
MaybeExpr builtin_URLBuild(Call& call) {
  std::string url;
  if (call.arg(0).is_association()) {
    const auto part = [&](const char* name) -> MaybeExpr {
      const Expr* value = association_find(call.arg(0), Expr::string(name));
      return value == nullptr || value->is(sym::None) || value->is_null() ? std::nullopt : MaybeExpr(*value);
    };
    if (const MaybeExpr scheme = part("Scheme")) url += plain_text(*scheme) + ":";
    if (const MaybeExpr domain = part("Domain")) {
      url += "//";
      if (const MaybeExpr user = part("User")) url += plain_text(*user) + "@";
      url += plain_text(*domain);
      if (const MaybeExpr port = part("Port")) url += ":" + plain_text(*port);
    }
    if (const MaybeExpr path = part("Path")) {
      if (!path->is_list()) {
        url += plain_text(*path);
      } else {
        for (std::size_t i = 0; i < path->size(); ++i) {
          if (i > 0) url += '/';
          url += url_encode(plain_text((*path)[i]));
        }
      }
    }
    if (const MaybeExpr given = part("Query")) {
      std::string query;
      if (!append_query(*given, query)) return call.message("query", {*given});
      if (!query.empty()) url += "?" + query;
    }
    if (const MaybeExpr fragment = part("Fragment")) url += "#" + plain_text(*fragment);
    return Expr::string(std::move(url));
  }
  const auto parts = call.arg(0).is_list() ? elements_of(call.arg(0)) : std::vector<Expr>{call.arg(0)};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && (url.empty() || url.back() != '/')) url += '/';
    url += i == 0 ? plain_text(parts[i]) : url_encode(plain_text(parts[i]));
  }
  if (call.size() == 2) {
    std::string query;
    if (!(call.arg(1).is_list() || call.arg(1).is_association()) || !append_query(call.arg(1), query)) return call.message("query", {call.arg(1)});
    if (!query.empty()) url += (url.find('?') == std::string::npos ? "?" : "&") + query;
  }
  return Expr::string(std::move(url));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Hash",
     .fn = builtin_Hash,
     .arity = between(1, 3),
     .usage = "Hash[expr] gives an integer hash code for the expression expr.\n"
              "Hash[expr, \"type\"] gives a digest of a type such as \"MD5\", \"SHA\", \"SHA256\", \"SHA512\", \"CRC32\" or \"Adler32\".\n"
              "Hash[expr, \"type\", \"format\"] gives it in a format such as \"HexString\", \"ByteArray\" or \"Base64Encoding\".",
     .messages = {{"hshtype", "`1` is not a hash type. Types are \"Expression\", \"Adler32\", \"CRC32\", \"MD4\", \"MD5\", \"RIPEMD160\", \"SHA\", \"SHA256\" and its relatives, \"SHA3-256\" and \"Keccak256\"."},
                  {"hshfmt", "`1` is not a hash format."}}},
    {.name = "BaseEncode",
     .fn = builtin_BaseEncode,
     .arity = between(1, 2),
     .usage = "BaseEncode[ba] gives the Base64 encoding of a byte array as a string.\n"
              "BaseEncode[ba, \"encoding\"] uses \"Base64\", \"Base64URL\", \"Base32\" or \"Base16\".",
     .messages = {{"bytearr", "`1` is not a ByteArray."}, {"scheme", "The encoding `1` is not known."}}},
    {.name = "BaseDecode",
     .fn = builtin_BaseDecode,
     .arity = between(1, 2),
     .usage = "BaseDecode[\"string\"] decodes Base64 data and gives a byte array.\n"
              "BaseDecode[\"string\", \"encoding\"] decodes \"Base64\", \"Base64URL\", \"Base32\" or \"Base16\" data.",
     .messages = {{"baddata", "The string is not valid `1` data."}, {"scheme", "The encoding `1` is not known."}}},
    {.name = "Compress",
     .fn = builtin_Compress,
     .arity = exactly(1),
     .usage = "Compress[expr] gives a compressed representation of expr as a string."},
    {.name = "Uncompress",
     .fn = builtin_Uncompress,
     .arity = between(1, 2),
     .usage = "Uncompress[\"string\"] recovers an expression from a string made by Compress.\n"
              "Uncompress[\"string\", h] wraps the head h around it before evaluation.",
     .messages = {{"corrupt", "The argument is not valid compressed data."}}},
    {.name = "URLEncode",
     .fn = builtin_URLEncode,
     .arity = exactly(1),
     .usage = "URLEncode[\"string\"] converts a string into a form that can be used within URLs."},
    {.name = "URLDecode", .fn = builtin_URLDecode, .arity = exactly(1), .usage = "URLDecode[\"string\"] decodes a URL-encoded string."},
    {.name = "URLQueryEncode",
     .fn = builtin_URLQueryEncode,
     .arity = exactly(1),
     .usage = "URLQueryEncode[{p1 -> val1, ...}] makes the text of a URL query.",
     .messages = {{"query", "`1` is not a list of rules or an association."}}},
    {.name = "URLQueryDecode",
     .fn = builtin_URLQueryDecode,
     .arity = exactly(1),
     .usage = "URLQueryDecode[\"query\"] gives the list of rules in the text of a URL query."},
    {.name = "URLBuild",
     .fn = builtin_URLBuild,
     .arity = between(1, 2),
     .usage = "URLBuild[{\"base\", \"p1\", ...}] joins the parts of a URL.\nURLBuild[path, {p1 -> val1, ...}] adds a query.\nURLBuild[assoc] builds a URL of components as URLParse gives them.",
     .messages = {{"query", "`1` is not a list of rules or an association."}}},
};

}  // namespace

void register_codecs(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins

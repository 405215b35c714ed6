// encoding.cpp - character encodings, base 64, zlib streams and percent encoding.
#include "builtins/strings/encoding.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "builtins/strings/text.h"
#include "formatting/text_width.h"
#include "parser/parser.h"

namespace lykos::builtins {

namespace {

struct EncodingName {
  std::string_view name;
  TextEncoding encoding;
};
constexpr EncodingName kEncodingNames[] = {
    {"UTF8", TextEncoding::Utf8},           {"UTF-8", TextEncoding::Utf8},        {"utf-8", TextEncoding::Utf8},
    {"utf8", TextEncoding::Utf8},           {"ASCII", TextEncoding::Ascii},       {"US-ASCII", TextEncoding::Ascii},
    {"PrintableASCII", TextEncoding::Ascii}, {"ISO8859-1", TextEncoding::Latin1}, {"ISO-8859-1", TextEncoding::Latin1},
    {"ISOLatin1", TextEncoding::Latin1},    {"WindowsANSI", TextEncoding::Windows1252}, {"CP1252", TextEncoding::Windows1252},
    {"Windows-1252", TextEncoding::Windows1252}, {"UTF16LE", TextEncoding::Utf16Le}, {"UTF-16LE", TextEncoding::Utf16Le},
    {"UTF16BE", TextEncoding::Utf16Be},     {"UTF-16BE", TextEncoding::Utf16Be},  {"UTF16", TextEncoding::Utf16},
    {"UTF-16", TextEncoding::Utf16},        {"Unicode", TextEncoding::Utf16},     {"UTF32", TextEncoding::Utf32},
    {"UTF-32", TextEncoding::Utf32},
};

// Characters 0x80..0x9F of the Windows code page; 0 where it has none.
constexpr std::array<char16_t, 32> kWindowsHigh = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::optional<char> single_byte(char32_t c, TextEncoding encoding) {
  if (c < 0x80) return static_cast<char>(c);
  if (encoding == TextEncoding::Ascii) return std::nullopt;
  if (encoding == TextEncoding::Windows1252) {
    for (std::size_t i = 0; i < kWindowsHigh.size(); ++i) {
      if (kWindowsHigh[i] == c) return static_cast<char>(0x80 + i);
    }
    if (c < 0xA0) return std::nullopt;
  }
  if (c <= 0xFF) return static_cast<char>(c);
  return std::nullopt;
}

void put_utf16_unit(std::string& bytes, unsigned unit, bool big_endian) {
  const char low = static_cast<char>(unit & 0xFFU);
  const char high = static_cast<char>(unit >> 8);
  bytes += big_endian ? high : low;
  bytes += big_endian ? low : high;
}

std::string decode_utf16(std::string_view bytes, bool big_endian) {
  const auto unit_at = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big_endian ? (first << 8) | second : (second << 8) | first);
  };
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = unit_at(i);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t next = unit_at(i + 2);
      if (next >= 0xDC00 && next < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
        i += 2;
      }
    }
    append_character(text, c);
  }
  return text;
}

}  // namespace

std::optional<TextEncoding> encoding_by_name(std::string_view name) {
  for (const EncodingName& entry : kEncodingNames) {
    if (entry.name == name) return entry.encoding;
  }
  return std::nullopt;
}

std::optional<std::string> encode_text(std::string_view utf8, TextEncoding encoding, bool substitute) {
  if (encoding == TextEncoding::Utf8) return std::string(utf8);
  std::string bytes;
  if (encoding == TextEncoding::Utf16) bytes = "\xFF\xFE";
  for (std::size_t offset = 0; offset < utf8.size();) {
    const char32_t c = next_character(utf8, offset);
    switch (encoding) {
      case TextEncoding::Utf16:
      case TextEncoding::Utf16Le:
      case TextEncoding::Utf16Be: {
        const bool big_endian = encoding == TextEncoding::Utf16Be;
        if (c >= 0x10000) {
          put_utf16_unit(bytes, 0xD800U + ((c - 0x10000) >> 10), big_endian);
          put_utf16_unit(bytes, 0xDC00U + ((c - 0x10000) & 0x3FFU), big_endian);
        } else {
          put_utf16_unit(bytes, c, big_endian);
        }
        break;
      }
      case TextEncoding::Utf32:
        for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((c >> shift) & 0xFFU);
        break;
      default: {
        const auto byte = single_byte(c, encoding);
        if (!byte && !substitute) return std::nullopt;
        bytes += byte.value_or('?');
      }
    }
  }
  return bytes;
}

std::string encode_with_names(const std::string& utf8, TextEncoding encoding) {
  if (auto whole = encode_text(utf8, encoding)) return *whole;
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const std::size_t start = i;
    const char32_t character = next_character(utf8, i);
    if (const auto bytes = encode_text(std::string_view(utf8).substr(start, i - start), encoding)) {
      out += *bytes;
      continue;
    }
    std::string name;
    if (const auto known = character_long_name(character)) {
      name = "\\[" + std::string(*known) + "]";
    } else {
      char digits[16];
      std::snprintf(digits, sizeof digits, character > 0xffff ? "\\|%06x" : "\\:%04x", static_cast<unsigned>(character));
      name = digits;
    }
    out += *encode_text(name, encoding, true);
  }
  return out;
}

std::string decode_text(std::string_view bytes, TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::Utf8:
      if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
      return repair_utf8(std::string(bytes));
    case TextEncoding::Utf16Le: return decode_utf16(bytes, false);
    case TextEncoding::Utf16Be: return decode_utf16(bytes, true);
    case TextEncoding::Utf16:
      if (bytes.substr(0, 2) == "\xFE\xFF") return decode_utf16(bytes.substr(2), true);
      if (bytes.substr(0, 2) == "\xFF\xFE") bytes.remove_prefix(2);
      return decode_utf16(bytes, false);
    case TextEncoding::Utf32: {
      std::string text;
      for (std::size_t i = 0; i + 3 < bytes.size(); i += 4) {
        char32_t c = 0;
        for (std::size_t k = 0; k < 4; ++k) c |= static_cast<char32_t>(static_cast<unsigned char>(bytes[i + k])) << (8 * k);
        append_character(text, c);
      }
      return text;
    }
    default: break;
  }
  std::string text;
  for (const char byte : bytes) {
    char32_t c = static_cast<unsigned char>(byte);
    if (encoding == TextEncoding::Windows1252 && c >= 0x80 && c < 0xA0 && kWindowsHigh[c - 0x80] != 0) c = kWindowsHigh[c - 0x80];
    append_character(text, c);
  }
  return text;
}

// ---- base 64 (RFC 4648), hexadecimal

std::string base64_encode(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      block = (block << 8) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    text += kDigits[(block >> 18) & 63U];
    text += kDigits[(block >> 12) & 63U];
    text += count > 1 ? kDigits[(block >> 6) & 63U] : '=';
    text += count > 2 ? kDigits[block & 63U] : '=';
  }
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t block = 0;
  int bits = 0;
  bool ended = false;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == ' ' || c == '\t') continue;
    if (c == '=') {
      ended = true;
      continue;
    }
    if (ended) return std::nullopt;
    int digit = 0;
    if (c >= 'A' && c <= 'Z') digit = c - 'A';
    else if (c >= 'a' && c <= 'z') digit = c - 'a' + 26;
    else if (c >= '0' && c <= '9') digit = c - '0' + 52;
    else if (c == '+' || c == '-') digit = 62;
    else if (c == '/' || c == '_') digit = 63;
    else return std::nullopt;
    block = (block << 6) | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((block >> bits) & 0xFFU);
    }
  }
  return bytes;
}

std::string hexadecimal(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

// ---- zlib

std::string zlib_compress(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string result(size, '\0');
  compress2(reinterpret_cast<Bytef*>(result.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            static_cast<uLong>(bytes.size()), 9);
  result.resize(size);
  return result;
}

std::string gzip_compress(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string result;
  std::array<char, 65536> chunk{};
  std::size_t given = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (stream.avail_in == 0) {
      const std::size_t count = std::min<std::size_t>(bytes.size() - given, std::size_t{1} << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + given));
      stream.avail_in = static_cast<uInt>(count);
      given += count;
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = deflate(&stream, given == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    result.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return result;
}

std::optional<std::string> zlib_decompress(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return std::nullopt;  // zlib or gzip, by the header
  std::string result;
  std::array<char, 65536> chunk{};
  std::size_t given = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (stream.avail_in == 0) {
      const std::size_t count = std::min<std::size_t>(bytes.size() - given, std::size_t{1} << 30);
      if (count == 0) break;
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + given));
      stream.avail_in = static_cast<uInt>(count);
      given += count;
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) break;
    result.append(chunk.data(), chunk.size() - stream.avail_out);
    if (result.size() > limit) {
      status = Z_MEM_ERROR;
      break;
    }
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END) return std::nullopt;
  return result;
}

// ---- percent encoding (RFC 3986)

std::string url_encode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == '-' || byte == '_' || byte == '.' || byte == '~';
    if (plain) {
      result += c;
    } else {
      result += '%';
      result += kDigits[byte >> 4];
      result += kDigits[byte & 15U];
    }
  }
  return result;
}

std::string url_decode(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      bytes += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return repair_utf8(std::move(bytes));
}

}  // namespace lykos::builtins

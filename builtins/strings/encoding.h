// encoding.h - character encodings by name, and the byte transports (base 64, hexadecimal, zlib) that several families use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lykos::builtins {

enum class TextEncoding : unsigned char { Utf8, Ascii, Latin1, Windows1252, Utf16Le, Utf16Be, Utf16, Utf32 };
/// "UTF8", "UTF-8", "ASCII", "ISO8859-1", "ISOLatin1", "WindowsANSI", "Unicode" (UTF-16 with mark) ...; nullopt when unknown.
std::optional<TextEncoding> encoding_by_name(std::string_view name);
/// Bytes of a UTF-8 text; characters the encoding lacks make it nullopt (or '?' with `substitute`).
std::optional<std::string> encode_text(std::string_view utf8, TextEncoding encoding, bool substitute = false);
/// The same with characters that the encoding lacks written by name, \[Alpha], or number, \:03b1.
std::string encode_with_names(const std::string& utf8, TextEncoding encoding);
/// UTF-8 text of bytes; invalid UTF-8 is read byte by byte as ISO 8859-1.
std::string decode_text(std::string_view bytes, TextEncoding encoding);

std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);   ///< blanks and line ends are skipped
std::string hexadecimal(std::string_view bytes);

/// zlib stream or gzip file of bytes; decompress reads both and gives nullopt for damaged data or results beyond `limit` bytes.
std::string zlib_compress(std::string_view bytes);
std::string gzip_compress(std::string_view bytes);
std::optional<std::string> zlib_decompress(std::string_view bytes, std::size_t limit = std::size_t{1} << 33);

/// Percent encoding of everything but letters, digits and -_.~
std::string url_encode(std::string_view text);
std::string url_decode(std::string_view text);

/// Digests of bytes by the language's names ("MD5", "SHA256", "CRC32" ...); nullopt when the name is unknown.
std::optional<std::string> digest(std::string_view bytes, std::string_view method);
/// SHA-3, or Keccak as it was before it became the standard; result_size in bytes.
std::string keccak(std::string_view bytes, std::size_t result_size, bool sha3);
std::vector<std::string> digest_names();

}  // namespace lykos::builtins

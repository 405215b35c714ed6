// mutator.h - the inputs of golden pages and what becomes of them: the same mutations for the same seed everywhere.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace lykos::fuzz {

// The inputs of a golden page: ">> " lines with their ".. " continuations.
inline void read_seeds(const std::string& path, std::vector<std::string>& seeds) {
  std::ifstream in(path);
  bool open = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(">> ")) {
      seeds.push_back(line.substr(3));
      open = true;
    } else if (open && line.starts_with("..")) {
      seeds.back() += "\n" + (line.size() > 3 ? line.substr(3) : std::string());
    } else {
      open = false;
    }
  }
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& seeds, std::uint64_t seed) : seeds_(seeds), random_(seed) {}

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    const std::size_t steps = 1 + below(4);
    for (std::size_t i = 0; i < steps; ++i) mutate(text);
    constexpr std::size_t kLongest = 4096;
    if (text.size() > kLongest) text.resize(kLongest);
    return text;
  }

 private:
  // Not std::uniform_int_distribution: its values differ between standard libraries.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }

  void mutate(std::string& text) {
    static const char* const kPieces[] = {"[", "]", "{", "}", "(", ")", "[[", "]]", "<|", "|>", "\"", "(*", "*)", "->", ":>", "/.", "//", "/@", "@@", "@@@",
                                          "&", "#", "##2", "_", "__", "___", "_.", "?", ":", "::", ";", ";;", "=", ":=", "==", "===", "=.", "!", "!!", "!=", "++",
                                          "--", "+=", "^", "^=", "^:=", "/:", "'", "`", "``20", "*^", "16^^", "\\", "\\[", "\\[Alpha]", ".", "..", "...", "~", "<>", "<->",
                                          "|", "||", "&&", "%", "%%", "@", "@*", "/*", "|->", "**", "-", "+", "*", "/", ",", " ", "\n", "\t", "1", "x", "2.5", "\xC3\xA9", "\xF0"};
    switch (below(6)) {
      case 0:  // flip a bit
        if (!text.empty()) text[below(text.size())] ^= static_cast<char>(1U << below(8));
        break;
      case 1: {  // take a stretch away
        if (text.empty()) break;
        const std::size_t at = below(text.size());
        text.erase(at, 1 + below(std::min<std::size_t>(8, text.size() - at)));
        break;
      }
      case 2: {  // a bracket, an operator, a token
        text.insert(below(text.size() + 1), kPieces[below(std::size(kPieces))]);
        break;
      }
      case 3: {  // a stretch of another seed
        const std::string& other = seeds_[below(seeds_.size())];
        const std::size_t from = below(other.size());
        text.insert(below(text.size() + 1), other.substr(from, 1 + below(24)));
        break;
      }
      case 4: {  // a stretch twice
        if (text.empty()) break;
        const std::size_t from = below(text.size());
        text.insert(below(text.size() + 1), text.substr(from, 1 + below(16)));
        break;
      }
      default: {  // the start of one and the end of another
        const std::string& other = seeds_[below(seeds_.size())];
        text = text.substr(0, below(text.size() + 1)) + other.substr(below(other.size()));
        break;
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_;
};

// Mutations that keep the text readable: names, numbers and strings are exchanged for those of other seeds or for awkward ones.
class TokenMutator {
 public:
  TokenMutator(const std::vector<std::string>& seeds, std::uint64_t seed) : random_(seed) {
    for (const std::string& text : seeds) texts_.push_back(split(text));
  }

  std::string next() { return next(below(texts_.size())); }
  std::string next(std::size_t text_number) {
    std::vector<std::string> tokens = texts_[text_number];
    const std::size_t steps = 1 + below(3);
    for (std::size_t i = 0; i < steps; ++i) mutate(tokens);
    std::string text;
    for (const std::string& token : tokens) text += token;
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }

  // Names and numbers, strings, and single other characters.
  static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> tokens;
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '$' || c == '.' || c == '`'; };
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i + 1;
      if (is_word(text[i])) {
        while (end < text.size() && is_word(text[end])) ++end;
      } else if (text[i] == '"') {
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        end = std::min(end + 1, text.size());
      }
      tokens.push_back(text.substr(i, end - i));
      i = end;
    }
    return tokens;
  }
  static bool is_operand(const std::string& token) {
    return token.front() == '"' || std::isalnum(static_cast<unsigned char>(token.front())) != 0 || token.front() == '$';
  }
  std::size_t operand_of(const std::vector<std::string>& tokens) {
    for (int tries = 0; tries < 20; ++tries) {
      const std::size_t at = below(tokens.size());
      if (at < tokens.size() && is_operand(tokens[at])) return at;
    }
    return tokens.size();
  }

  void mutate(std::vector<std::string>& tokens) {
    static const char* const kAwkward[] = {"0", "-1", "1", "2", "(10^20)", "(-10^20)", "(2^62)", "1.*^308", "1.*^-320", "0.", "(0.`5)", "I", "(1/0)", "Infinity", "(-Infinity)", "Indeterminate",
                                           "{}", "{{}}", "{{1, 2}, {3}}", "\"\"", "\"a\"", "<||>", "<|a -> 1|>", "x", "Null", "None", "All", "Automatic", "True", "False", "_", "x_", "__", "#", "(# &)", "f[]", "(a -> b)", "(a :> b)",
                                           "Sequence[]", "Sequence[1, 2]", "Nothing", "Unevaluated[x]", "Hold[1 + 1]", "(1/2)", "(3/7)", "Pi", "Sqrt[2]", "(1 + I)", "(1.5 + 2. I)", "Range[100]", "Range[5.]", "Missing[]", "Quantity[1, \"Meters\"]",
                                           "SparseArray[{1 -> 2}, 3]", "NumericArray[{1, 2}, \"Real32\"]", "ByteArray[{1}]", "(;; 2)", "{1, {2, {3, {4}}}}", "\"\\[Alpha]\"", "List", "Plus", "Times"};
    const std::size_t at = operand_of(tokens);
    if (at == tokens.size()) return;
    switch (below(4)) {
      case 0:
      case 1: tokens[at] = kAwkward[below(std::size(kAwkward))]; break;
      case 2: {   // a token of another text: any function in place of any other
        const std::vector<std::string>& other = texts_[below(texts_.size())];
        const std::size_t from = operand_of(other);
        if (from < other.size()) tokens[at] = other[from];
        break;
      }
      default: {   // an argument more
        tokens[at] += std::string(", ") + kAwkward[below(std::size(kAwkward))];
        break;
      }
    }
  }

  std::vector<std::vector<std::string>> texts_;
  std::mt19937_64 random_;
};

}  // namespace lykos::fuzz

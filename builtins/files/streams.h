// streams.h - open streams. InputStream["name", n] and OutputStream["name", n] are ordinary expressions; n finds the stream here.
//
// An input stream holds the whole text of its source and a position, which makes Skip, Find and SetStreamPosition exact and
// cheap. An output stream collects text and writes it when the buffer is full, when it is closed, and when the program ends.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos::builtins {

class Stream {
 public:
  std::int64_t id = 0;
  std::string name;
  bool is_input = true;
  bool binary = false;
  bool from_standard_input = false;   ///< text arrives line by line from the terminal or a pipe
  int source = -1;                     ///< descriptor of a pipe whose text has not all arrived; -1 for none

  // Input.
  std::string text;
  std::size_t position = 0;
  bool at_end();                       ///< asks standard input or a pipe for more text before it says yes
  /// Waits for another line of standard input or of a pipe; false at its end, and for files.
  bool more();
  /// Text of a pipe that has arrived already.
  void take_arrived();
  /// The rest of the text; the position moves to the end.
  std::string take_rest();

  // Output.
  int file = -1;                       ///< descriptor; -1 for $Output, which goes to the session's sink
  std::string pending;
  std::int64_t written = 0;
  Expr form = sym::InputForm;          ///< FormatType
  std::size_t page_width = 78;         ///< PageWidth, 0 for Infinity
  std::size_t total_width = 0;         ///< TotalWidth, 0 for Infinity
  Expr encoding = sym::Automatic;      ///< CharacterEncoding
  Expr number_marks = sym::Automatic;  ///< NumberMarks; Automatic stands for $NumberMarks
  std::FILE* pipe = nullptr;           ///< of a command that reads what is written
  bool write(std::string_view bytes);
  /// Text in the stream's encoding.
  bool write_text(const std::string& text);
  /// An expression as the stream's FormatType, PageWidth, NumberMarks and TotalWidth show it.
  std::string text_of(const Expr& expr) const;
  bool flush();
  bool close();
  ~Stream() { close(); }

  /// The options of the stream as rules.
  Expr options() const;
  /// False when a stream has no such option, or not with such a value.
  bool set_option(const Expr& name, const Expr& value);
  Expr expr() const;                   ///< InputStream[name, id] or OutputStream[name, id]
};

/// The stream an InputStream or OutputStream expression stands for; nullptr when it is closed or none.
Stream* find_stream(const Expr& expr);
/// An open stream of that name, the latest first; nullptr when there is none.
Stream* find_stream_named(std::string_view name, bool input);
std::vector<Stream*> all_streams();
Stream& open_text_stream(std::string name, std::string text);
/// A stream on one end of a pipe, which it closes.
Stream& open_pipe_stream(std::string name, int descriptor, bool input);
/// The streams of ProcessObject[id]: what is written to it goes to its standard input, what is read is its standard output.
void set_process_streams(std::int64_t process, const Stream& input, const Stream& output);
void close_stream(Stream& stream);

/// Standard output: its FormatType and PageWidth are those of results and of what Print writes.
Stream& standard_output();
/// Options of a stream, its name, or a list such as $Output; nullopt when it is none of these.
std::optional<Expr> stream_options(const Expr& target);
/// SetOptions of the same; `unknown` is the first rule that is not an option of streams.
std::optional<Expr> set_stream_options(const Expr& target, std::span<const Expr> rules, MaybeExpr& unknown);
/// A stream with the options that OpenWrite has at present, for functions that write whole files.
Stream stream_with_default_options();

/// The stream to read from for an argument of Read, ReadList ...: a stream, or a file, which is opened. Says a message and
/// gives nullptr on failure. `opened` tells that this call opened it.
Stream* input_stream(const Call& call, const Expr& source, bool& opened);
/// The same for Write, WriteString ...
Stream* output_stream(const Call& call, const Expr& target, bool binary, bool& opened);

}  // namespace lykos::builtins

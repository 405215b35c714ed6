// Errors of the net framework: exceptions that carry what a message needs.
//
// nets/ knows no expressions, so a failure is thrown as data: the message tag, the head it is reported on, the place inside
// the net, and a finished English text. The binding to the language turns it into `Head::tag: text`.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "nets/value.h"

namespace lykos::nets {

/// Any failure of building, changing, evaluating or training a net.
class NetError : public std::runtime_error {
 public:
  /// `tag` is the message name ("nettypeinc"), `text` a whole sentence without the head.
  NetError(std::string tag, std::string text, Path path = {}, std::string head = {})
      : std::runtime_error(text), tag_(std::move(tag)), path_(std::move(path)), head_(std::move(head)) {}

  const std::string& tag() const { return tag_; }
  /// Where in the net: layer keys, possibly followed by an array or port name. Empty for the net itself.
  const Path& path() const { return path_; }
  /// The constructor the message belongs to ("LinearLayer", "NetChain", "NetTrain"); empty: the caller's own head.
  const std::string& head() const { return head_; }

 private:
  std::string tag_;
  Path path_;
  std::string head_;
};

/// Two shapes that should agree do not, or a shape is refused by a layer (tag "nettypeinc" unless said otherwise).
class ShapeError : public NetError {
 public:
  ShapeError(std::string text, Path path, std::string port, std::string given, std::string expected,
             std::string head = {}, std::string tag = "nettypeinc")
      : NetError(std::move(tag), std::move(text), std::move(path), std::move(head)),
        port_(std::move(port)), given_(std::move(given)), expected_(std::move(expected)) {}

  const std::string& port() const { return port_; }
  /// Descriptions such as "a length-3 vector"; either may be empty.
  const std::string& given() const { return given_; }
  const std::string& expected() const { return expected_; }

 private:
  std::string port_, given_, expected_;
};

/// The abort flag was raised while a net was evaluated or trained.
class NetAborted : public std::runtime_error {
 public:
  NetAborted() : std::runtime_error("aborted") {}
};

}  // namespace lykos::nets

// errors.h - failures of the net framework as messages of the language.
//
// nets/ throws NetError (tag, place, finished sentence). Every builtin of this family runs its work inside `guarded`, which
// says `head::tag: sentence` and answers $Failed, so no builtin catches anything itself.
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "builtins/support.h"
#include "nets/error.h"

namespace lykos::builtins {

/// Says head::tag with a finished text (no slots).
void say(const Expr& head, std::string_view tag, const std::string& text);
/// Says an error on the function or net that was called: errors of inner layers name their place in the text.
void say(const nets::NetError& error, const Expr& head);
void say_out_of_memory(const Expr& head);
/// An abort was noticed inside the framework: continues as the evaluator's own abort.
[[noreturn]] void abort_evaluation();

/// Runs `work`; an error becomes a message on `head` and $Failed.
template <typename Work>
Expr guarded(const Expr& head, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const nets::NetError& error) {
    say(error, head);
  } catch (const nets::NetAborted&) {
    abort_evaluation();
  } catch (const std::bad_alloc&) {
    say_out_of_memory(head);
  } catch (const std::length_error&) {
    say_out_of_memory(head);
  } catch (const std::exception& error) {
    say(head, "netbackend", std::string("The numerical back end could not do this: ") + error.what());
  }
  return failed();
}

}  // namespace lykos::builtins

// command_line.h - the options of the program (those of wolframscript and of the text kernel that scripts rely on).
#pragma once

namespace lykos {

/// Exit code of the whole program. QuitSignal passes through.
int run_command_line(int argc, char** argv);

}  // namespace lykos

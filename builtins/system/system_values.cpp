// system_values.cpp - what the program knows of itself and its machine: $Version, $ProcessorCount, memory in use.
#include <pwd.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "builtins/files/write_file.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// The language level that the builtins follow; the program's own version is in the $Version text.
constexpr double kLanguageVersion = 14.2;

std::string machine_kind() {
  utsname name{};
  return uname(&name) == 0 ? name.machine : "unknown";
}

std::string system_id() {
  const std::string machine = machine_kind();
  if (machine == "x86_64") return "Linux-x86-64";
  if (machine == "aarch64") return "Linux-ARM64";
  return "Linux-" + machine;
}

Expr value_SystemID() { return Expr::string(system_id()); }
Expr value_Version() { return Expr::string("Lykos 14.2 for " + system_id() + " (64-bit)"); }
Expr value_VersionNumber() { return Expr::real(kLanguageVersion); }
Expr value_ReleaseNumber() { return Expr::integer(0); }
Expr value_OperatingSystem() { return Expr::string("Unix"); }
Expr value_ProcessorType() { return Expr::string(machine_kind() == "x86_64" ? "x86-64" : machine_kind()); }
Expr value_ProcessorCount() { return Expr::integer(std::max(1U, std::thread::hardware_concurrency())); }
Expr value_ProcessID() { return Expr::integer(getpid()); }
Expr value_ParentProcessID() { return Expr::integer(getppid()); }
Expr value_HomeDirectory() { return Expr::string(expand_home("~")); }
Expr value_UserBaseDirectory() {
  return Expr::string(expand_home("~/.Lykos"));
}
Expr value_SystemWordLength() { return Expr::integer(64); }
Expr value_ByteOrdering() { return Expr::integer(-1); }
Expr value_SystemCharacterEncoding() { return Expr::string("UTF-8"); }
Expr value_MachineName() {
  char name[256] = {};
  return Expr::string(gethostname(name, sizeof name - 1) == 0 ? repair_utf8(name) : "localhost");
}
Expr value_UserName() {
  if (const passwd* entry = getpwuid(getuid())) return Expr::string(repair_utf8(entry->pw_name));
  const char* name = std::getenv("USER");
  return Expr::string(name == nullptr ? "" : repair_utf8(name));
}
std::int64_t physical_memory() { return static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE); }
Expr value_SystemMemory() { return Expr::integer(physical_memory()); }

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * sysconf(_SC_PAGE_SIZE);
}
std::int64_t largest_resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

MaybeExpr builtin_MemoryInUse(Call&) { return Expr::integer(resident_bytes()); }

// MaxMemoryUsed[]; MaxMemoryUsed[expr] evaluates expr and gives how far it drove memory use beyond the level before.
MaybeExpr builtin_MaxMemoryUsed(Call& call) {
  if (call.size() == 0) return Expr::integer(largest_resident_bytes());
  const std::int64_t before = resident_bytes();
  const Expr value = evaluate(call.arg(0));
  return Expr::integer(std::max(std::max<std::int64_t>(largest_resident_bytes() - before, 0), static_cast<std::int64_t>(byte_count(value))));
}

MaybeExpr builtin_MemoryAvailable(Call&) {
  std::ifstream file("/proc/meminfo");
  std::string name;
  std::int64_t kilobytes = 0;
  std::string unit;
  while (file >> name >> kilobytes) {
    std::getline(file, unit);
    if (name == "MemAvailable:") return Expr::integer(kilobytes * 1024);
  }
  return Expr::integer(physical_memory());
}

// SystemInformation[], SystemInformation["Machine"], SystemInformation["Machine", "property"]
MaybeExpr builtin_SystemInformation(Call& call) {
  const auto group = [](std::initializer_list<std::pair<const char*, Expr>> values) {
    std::vector<AssociationEntry> entries;
    for (const auto& [name, value] : values) entries.push_back({Expr::string(name), value, false});
    return make_association(std::move(entries));
  };
  const Expr kernel = group({{"Version", value_Version()},
                             {"SystemID", value_SystemID()},
                             {"ProcessID", value_ProcessID()},
                             {"MemoryInUse", Expr::integer(resident_bytes())},
                             {"MaxMemoryUsed", Expr::integer(largest_resident_bytes())}});
  const Expr machine = group({{"Name", value_MachineName()},
                              {"OperatingSystem", value_OperatingSystem()},
                              {"ProcessorType", value_ProcessorType()},
                              {"ProcessorCount", value_ProcessorCount()},
                              {"PhysicalTotal", value_SystemMemory()}});
  const Expr all = group({{"Kernel", kernel}, {"Machine", machine}});
  if (call.size() == 0) return all;
  const Expr* section = association_find(all, call.arg(0));
  if (section == nullptr) return missing("UnknownProperty", call.arg(0));
  if (call.size() == 1) return *section;
  const Expr* value = association_find(*section, call.arg(1));
  return value == nullptr ? missing("UnknownProperty", call.arg(1)) : *value;
}

Expr value_System() { return Expr::string("Linux x86 (64-bit)"); }
Expr value_MachineType() { return Expr::string("PC"); }
Expr value_Language() { return Expr::string("English"); }
Expr value_False() { return sym::False; }
Expr value_Null() { return sym::Null; }
Expr value_zero() { return Expr::integer(0); }
Expr value_InstallationDirectory() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return Expr::string(error ? std::string("/") : program.parent_path().string());
}
Expr value_UserDocumentsDirectory() {
  const Expr home = value_HomeDirectory();
  return home.is_string() ? Expr::string(home.string_value() + "/Documents") : home;
}

constexpr Builtin kBuiltins[] = {
    {.name = "$System", .usage = "$System is a string describing the type of computer system.", .value = value_System},
    {.name = "$MachineType", .usage = "$MachineType is a string giving the general type of computer.", .value = value_MachineType},
    {.name = "$Language", .attributes = kNoAttributes, .usage = "$Language gives the default language for text.", .value = value_Language},
    {.name = "$MinorReleaseNumber", .usage = "$MinorReleaseNumber is an integer that gives the minor release number of the version.", .value = value_zero},
    {.name = "$Notebooks", .usage = "$Notebooks is True if the program is used with a notebook front end.", .value = value_False},
    {.name = "$BatchInput", .usage = "$BatchInput is True if input is given in batch mode.", .value = value_False},
    {.name = "$BatchOutput", .usage = "$BatchOutput is True if output is written for other programs.", .value = value_False},
    {.name = "$Linked", .usage = "$Linked is True if the program is run through a link by another program.", .value = value_False},
    {.name = "$Remote", .usage = "$Remote is True if the program is used with a remote front end.", .value = value_False},
    {.name = "$FrontEnd", .usage = "$FrontEnd is the front end object, Null when there is none.", .value = value_Null},
    {.name = "$ParentLink", .usage = "$ParentLink is the link to the program that started this one, Null when there is none.", .value = value_Null},
    {.name = "$InstallationDirectory", .usage = "$InstallationDirectory gives the directory in which the program is installed.", .value = value_InstallationDirectory},
    {.name = "$UserDocumentsDirectory", .usage = "$UserDocumentsDirectory gives the directory for documents of the current user.", .value = value_UserDocumentsDirectory},
    {.name = "$SystemID", .usage = "$SystemID is a string that identifies the type of computer system.", .value = value_SystemID},
    {.name = "$Version", .usage = "$Version is a string that gives the version of the program.", .value = value_Version},
    {.name = "$VersionNumber", .usage = "$VersionNumber is a real number that gives the version of the language.", .value = value_VersionNumber},
    {.name = "$ReleaseNumber", .usage = "$ReleaseNumber is an integer that gives the release number of the version.", .value = value_ReleaseNumber},
    {.name = "$OperatingSystem", .usage = "$OperatingSystem is a string giving the type of operating system.", .value = value_OperatingSystem},
    {.name = "$ProcessorType", .usage = "$ProcessorType is a string giving the architecture of the processor.", .value = value_ProcessorType},
    {.name = "$ProcessorCount", .usage = "$ProcessorCount gives the number of processor cores.", .value = value_ProcessorCount},
    {.name = "$ProcessID", .usage = "$ProcessID is the process identifier of this program.", .value = value_ProcessID},
    {.name = "$ParentProcessID", .usage = "$ParentProcessID is the process identifier of the process that started this program.", .value = value_ParentProcessID},
    {.name = "$HomeDirectory", .usage = "$HomeDirectory gives your home directory.", .value = value_HomeDirectory},
    {.name = "$UserBaseDirectory", .usage = "$UserBaseDirectory gives the directory for files that belong to a user of the program.", .value = value_UserBaseDirectory},
    {.name = "$SystemWordLength", .usage = "$SystemWordLength gives the number of bits in machine words.", .value = value_SystemWordLength},
    {.name = "$ByteOrdering", .usage = "$ByteOrdering gives the native ordering of bytes in binary data: -1 for little-endian.", .value = value_ByteOrdering},
    {.name = "$SystemCharacterEncoding", .usage = "$SystemCharacterEncoding gives the character encoding of the system.", .value = value_SystemCharacterEncoding},
    {.name = "$CharacterEncoding", .usage = "$CharacterEncoding gives the character encoding used for input and output.", .value = value_SystemCharacterEncoding},
    {.name = "$MachineName", .usage = "$MachineName is a string giving the name of the computer.", .value = value_MachineName},
    {.name = "$UserName", .usage = "$UserName gives the login name of the user.", .value = value_UserName},
    {.name = "$SystemMemory", .usage = "$SystemMemory gives the total amount of memory of the computer in bytes.", .value = value_SystemMemory},
    {.name = "MemoryInUse", .fn = builtin_MemoryInUse, .arity = exactly(0), .usage = "MemoryInUse[] gives the number of bytes currently used by the program."},
    {.name = "MaxMemoryUsed",
     .fn = builtin_MaxMemoryUsed,
     .arity = between(0, 1),
     .attributes = kHoldFirst | kProtected,
     .usage = "MaxMemoryUsed[] gives the largest number of bytes the program has used.\nMaxMemoryUsed[expr] gives the number of bytes used during the evaluation of expr."},
    {.name = "MemoryAvailable", .fn = builtin_MemoryAvailable, .arity = exactly(0), .usage = "MemoryAvailable[] gives the number of bytes of memory that can be used."},
    {.name = "SystemInformation",
     .fn = builtin_SystemInformation,
     .arity = between(0, 2),
     .usage = "SystemInformation[] gives information about the program and the machine it runs on.\n"
              "SystemInformation[\"Kernel\"] and SystemInformation[\"Machine\"] give one part of it."},
};

}  // namespace

void register_system_values(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins

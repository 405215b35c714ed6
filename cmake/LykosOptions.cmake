# Compiler options shared by every target.
# GCC 12 warns about its own string inlining (-Wrestrict), which is a known false alarm.
add_compile_options(-Wall -Wextra -Wshadow -Wno-restrict -fno-math-errno -fno-trapping-math)
include_directories(${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED)
if(LYKOS_SANITIZE)  # warnings are the release build's task: here the instrumented code and the precompiled headers bring false ones
  add_compile_options(-w -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fno-plt -fvisibility=hidden)
  add_link_options(-Wl,--as-needed)
endif()
find_program(LYKOS_CCACHE ccache)
if(LYKOS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)  # ccache takes precompiled headers only where it need not look into them for macros
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${LYKOS_CCACHE})
endif()
find_program(LYKOS_MOLD mold)
if(LYKOS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

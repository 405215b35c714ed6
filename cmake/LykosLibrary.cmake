# lykos_precompile(target [owner]): in the sanitizer build the target's files start from the compiled standard headers, made for the
# owner when one is named. The other builds go without: they prove that every file includes what it uses.
function(lykos_precompile target)
  if(NOT LYKOS_SANITIZE)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})  # options of its own are not those of the headers
    get_source_file_property(options ${source} COMPILE_OPTIONS)
    if(options)
      set_source_files_properties(${source} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
  if(ARGC GREATER 1)
    target_precompile_headers(${target} REUSE_FROM ${ARGV1})
  else()
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/standard_headers.h)
  endif()
endfunction()

# lykos_library(name LINK libraries...): the static library of one folder, made of every .cpp below it.
function(lykos_library name)
  cmake_parse_arguments(LIB "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${LIB_LINK})
endfunction()

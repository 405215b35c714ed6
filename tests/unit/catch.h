// The one door to Catch2, whose headers differ between 2.x and 3.x.
#pragma once

#include <catch2/catch.hpp>

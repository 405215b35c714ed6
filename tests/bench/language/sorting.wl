(* Sorting: numbers by value, numbers by a computed key, strings. The data come from a linear congruential generator. *)
numbers = Rest[NestList[Mod[1103515245 # + 12345, 2147483648] &, 42, 50000]];
words = Map[ToString, Take[numbers, 10000]];
{seconds, result} = AbsoluteTiming[
   Module[{sorted, keyed, strings},
     sorted = Sort[numbers];
     keyed = SortBy[numbers, Mod[#, 1000] &];
     strings = Sort[words];
     {sorted[[25000]], keyed[[25000]], First[strings], Last[strings]}]];
Print["result ", StringRiffle[result, " "]];
Print["nanoseconds ", Round[10^9 seconds]];

(* Sorting with an order of one's own: by a function of two elements, and by several keys. *)
people = Table[{FromCharacterCode[97 + Mod[{i i, 5 i, i}, 26]], Mod[37 i, 90], Mod[i i, 7]}, {i, 4000}];
{seconds, result} = AbsoluteTiming[
   Module[{byAge, byKeys, numbers},
     byAge = Sort[people, #1[[2]] < #2[[2]] || #1[[2]] == #2[[2]] && #1[[3]] > #2[[3]] &];
     byKeys = SortBy[people, {#[[3]] &, -#[[2]] &, First}];
     numbers = Sort[people[[All, 2]] 7919, Mod[#1, 1013] < Mod[#2, 1013] &];
     {byAge[[2000, 2]], byAge[[2000, 3]], byKeys[[100]], byKeys[[-1]], numbers[[1000]]}]];
Print["result ", StringRiffle[Map[ToString, Flatten[result]], " "]];
Print["nanoseconds ", Round[10^9 seconds]];

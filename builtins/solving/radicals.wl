(* radicals.wl - ToRadicals: Root objects of degree three and four, and those of simpler form, by radicals. *)

LoadUnit["solving/polynomial"];

toRadicals[e_] := e /. r : Root[_Function, _Integer, ___] :> radical[r]

radical[r : Root[f_, k_, ___]] := Module[{t, candidates, numeric, best},
  candidates = System`Library`solving`polynomial`polynomialRoots[f[t], t, True, True];
  If[! FreeQ[candidates, Root], Return[r]];
  numeric = N[r, 30];
  If[! NumberQ[numeric], Return[candidates[[k]]]];
  best = SortBy[candidates, Abs[N[#, 30] - numeric] &];
  First[best]]

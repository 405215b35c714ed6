(* variables.wl - the variables of a system when none are named. *)

variablesOf[e_] := Module[{found = find[e]},
  found = Sort[DeleteDuplicates[found]];
  found]
find[e_Symbol] := If[NumericQ[e] || MemberQ[Attributes[e], Protected], {}, {e}]
find[_?NumericQ] := {}
find[e : _[__]] /; MemberQ[Attributes[Evaluate[Head[e]]], Protected] := Join @@ (find /@ List @@ e)
find[e : f_Symbol[__]] := {e}
find[_] := {}

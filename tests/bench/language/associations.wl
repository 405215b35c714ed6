(* Associations as dictionaries: count under integer and string keys, look up, delete. *)
names = Table["key" <> ToString[i], {i, 0, 499}];
{seconds, result} = AbsoluteTiming[
   Module[{counts = <||>, named = <||>, sum = 0, key},
     Do[
       key = Mod[i i, 5003];
       counts[key] = Lookup[counts, key, 0] + 1,
       {i, 40000}];
     Do[
       key = names[[Mod[7 i, 500] + 1]];
       If[KeyExistsQ[named, key], named[key] = named[key] + i, named[key] = i],
       {i, 20000}];
     Do[sum = sum + Lookup[counts, i, 0], {i, 0, 20000}];
     Do[KeyDropFrom[counts, i], {i, 0, 999}];
     {Length[counts], Total[counts], sum, Total[named], named["key77"]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];

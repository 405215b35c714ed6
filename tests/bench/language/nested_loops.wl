(* Three nested loops over small integers: the cost of a loop step, a sum and an assignment. *)
{seconds, result} = AbsoluteTiming[
   Module[{sum = 0},
     Do[
       Do[
         Do[sum = sum + Mod[i j + k, 7], {k, 40}],
         {j, 80}],
       {i, 80}];
     sum]];
Print["result ", result];
Print["nanoseconds ", Round[10^9 seconds]];

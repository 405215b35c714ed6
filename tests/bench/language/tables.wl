(* Tables of machine numbers: a function on a grid, sums of it, and a simulation of a swinging pendulum. *)
{seconds, result} = AbsoluteTiming[
   Module[{grid, rows, x = 0.5, v = 0., trace},
     grid = Table[Sin[0.01 i] Cos[0.02 j] + 0.5, {i, 200}, {j, 150}];
     rows = Map[Total, grid];
     trace = Table[v = v - 0.01 Sin[x]; x = x + 0.01 v; x, {20000}];
     {Round[1000 Total[rows]], Round[1000 Max[trace]], Count[trace, t_ /; t > 0.25]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];

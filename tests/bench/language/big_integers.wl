(* Exact arithmetic with long integers: a factorial, Fibonacci numbers, powers modulo a prime, digits of e. *)
{seconds, result} = AbsoluteTiming[
   Module[{f = 1, a = 0, b = 1, power, e},
     Do[f = f i, {i, 1500}];
     Do[{a, b} = {b, a + b}, {6000}];
     power = PowerMod[3, f, 10^9 + 7];
     e = Sum[Quotient[10^400, k!], {k, 0, 220}];
     {Total[IntegerDigits[f]], Mod[a, 10^9 + 7], power, Mod[Quotient[e, 10^20], 10^12]}]];
Print["result ", StringRiffle[Map[ToString, result], " "]];
Print["nanoseconds ", Round[10^9 seconds]];

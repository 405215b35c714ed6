(* The example in its fast form, and that the generator reaches all corners. *)
fast = True; say = Null &;
Get[FileNameJoin[{Directory[], "..", "..", "examples", "gan.wls"}]];
Print["points: ", Dimensions[points]];
Print["every corner: ", Min[share] > 0.03];
Print["better than points anywhere: ", near > 0.25];

using LoadTestAz.Packer;

return PackProgram.Run(args, Console.Out);

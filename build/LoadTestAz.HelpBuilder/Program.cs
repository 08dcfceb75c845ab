using LoadTestAz.HelpBuilder;

return HelpProgram.Run(args, Console.Out);

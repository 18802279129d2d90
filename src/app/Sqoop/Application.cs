using System.Data.Common;
using Levada.Sqoop.Tools;
using Levada.Transfer;
using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;

namespace Levada.Sqoop;

/// <summary>From arguments to an exit code: 0 done, 1 anything wrong, 130 interrupted.</summary>
internal sealed class Application(Surroundings surroundings)
{
    public int Run(IReadOnlyList<string> arguments, Interruption interruption)
    {
        try
        {
            var result = new CommandLineParser(TextFile.TryRead).Parse(arguments);
            if (result.Tool is not (null or ToolName.Help or ToolName.Version or ToolName.Metastore))
                surroundings.Log.Info("sqoop.Sqoop", $"Running Sqoop version: {ProductVersion.Text}");
            surroundings.Log.Begin(result);
            return result.Options is { } options ? Run(options, interruption.Token) : Say(result);
        }
        catch (Exception) when (interruption.Token.IsCancellationRequested)
        {
            surroundings.Log.Error("Interrupted.");
            return interruption.ExitCode;
        }
        catch (Exception e) when (e is TransferException or DbException or IOException or UnauthorizedAccessException)
        {
            surroundings.Log.Error(e.Message);
            surroundings.Log.Debug(e.ToString());
            return 1;
        }
        finally
        {
            surroundings.Output.Flush();
        }
    }

    private int Run(TransferOptions options, CancellationToken cancellationToken)
    {
        surroundings.Log.IsVerbose |= options.IsVerbose;
        surroundings.Log.SetTool(options.Tool);
        return ToolFactory.Make(options.Tool).Run(new ToolContext(options, surroundings), cancellationToken);
    }

    private int Say(CommandLineResult result)
    {
        surroundings.Output.Write(result.Output);
        if (result.ErrorText.Length > 0) surroundings.Log.Plain(result.ErrorText);
        return result.ExitCode;
    }
}

using System.CommandLine;
using System.Runtime.InteropServices;
using Levada.Client;
using Levada.Operations;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Cli;

/// <summary>Runs a command's operation: connects, turns Ctrl-C into cancellation and failures into one line and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Runs an operation that talks to a cluster.</summary>
    public static Task<int> RunAsync(ParseResult parsed, Func<Session, CancellationToken, Task<int>> operation) =>
        RunLocallyAsync(parsed, async (screen, cancellationToken) =>
        {
            await using var client = new KafkaClient(GlobalOptions.ClientOptionsOf(parsed));
            try
            {
                await client.RefreshMetadataAsync([], cancellationToken: cancellationToken);
            }
            catch (KafkaException e) when (e.Error == ErrorCode.NetworkException)
            {
                throw new KafkaException(e.Error, $"{e.Message}; start a broker with `levada start`, or name another with -b host:port", e);
            }

            return await operation(new Session(client, screen, TimeProvider.System), cancellationToken);
        });

    /// <summary>Runs an operation on local files.</summary>
    public static async Task<int> RunLocallyAsync(ParseResult parsed, Func<Screen, CancellationToken, Task<int>> operation)
    {
        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Interrupt(signal, interruption));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Interrupt(signal, interruption));
        try
        {
            return await operation(Screen.OfConsole(GlobalOptions.FormatOf(parsed)), interruption.Token);
        }
        catch (UsageException e)
        {
            return Fail(parsed, e.Message, ExitCode.Usage);
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException e) when (IsBrokenPipe(e))
        {
            // The reader of the pipe has seen enough (`| head`).
            return ExitCode.Success;
        }
        catch (Exception e) when (e is KafkaException or UnknownTopicException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(parsed, e.Message, ExitCode.Failure);
        }
    }

    private static int Fail(ParseResult parsed, string message, int exitCode)
    {
        Console.Error.WriteLine($"levada {CommandLine.PathOf(parsed)}: {message}");
        return exitCode;
    }

    private static bool IsBrokenPipe(IOException e)
    {
        const int BrokenPipe = 32;
        return e.HResult == BrokenPipe || e.Message.Contains("Broken pipe", StringComparison.Ordinal);
    }

    // The second signal finds the first handler gone idle: the process ends as if there were none.
    private static void Interrupt(PosixSignalContext signal, CancellationTokenSource interruption)
    {
        if (interruption.IsCancellationRequested) return;
        signal.Cancel = true;
        interruption.Cancel();
    }
}

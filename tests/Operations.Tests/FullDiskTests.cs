using Levada.Broker.Tests;
using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>The program itself where the system lets no file grow any more.</summary>
public sealed class FullDiskTests
{
    private const string Topic = "full";
    private const int RecordBytes = 50_000;

    // Files end at 1 MiB; without the signal that would end the process, a write beyond it is an error as on a full disk.
    // The runtime itself must do without its large memory-backed file, which counts as one. A shell whose locale is missing says so.
    private const string LimitFileSize = "trap '' XFSZ; ulimit -f 1024; exec \"$@\"";

    [Fact]
    public async Task With_no_directory_left_to_write_to_the_broker_ends_in_one_line_and_what_was_acknowledged_is_there_after_the_next_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "Needs bash to limit the size of files");
        using var directory = new TemporaryDirectory();
        var port = LevadaProcess.FreePort();
        string[] command = ["-c", LimitFileSize, "bash", LevadaProcess.ProgramPath(), .. LevadaProcess.BrokerArguments(port)];
        int acknowledgedCount;
        byte[] acknowledged;
        await using (var broker = LevadaProcess.Start(directory.Path, command, [("DOTNET_EnableWriteXorExecute", "0"), ("LC_ALL", "C")], "/bin/bash"))
        {
            await broker.WaitUntilReadyAsync();
            using var wire = LevadaProcess.Connect(port);
            wire.CreateTopic(Topic);
            (acknowledgedCount, acknowledged) = FillUp(wire);
            Assert.True(acknowledgedCount > 10);
            Assert.Equal(1, await broker.WaitForExitAsync());
            Assert.StartsWith("levada: every log directory has failed, the last of them data: ", Assert.Single(broker.Errors), StringComparison.Ordinal);
            Assert.Contains(broker.Output, line => line.Contains("is offline", StringComparison.Ordinal));
        }

        Assert.False(File.Exists(directory.File("data/.kafka_cleanshutdown")));
        await using var again = await LevadaProcess.StartBrokerAsync(directory, port);
        using var reader = LevadaProcess.Connect(port);
        Assert.Equal(acknowledged, reader.FetchAll(Topic));
        Assert.Equal(acknowledgedCount, reader.ProduceRecord(Topic));
    }

    /// <returns>How many records were acknowledged, and their bytes.</returns>
    private static (int Count, byte[] Records) FillUp(WireConnection wire)
    {
        var before = Array.Empty<byte>();
        for (var count = 0;; count++)
        {
            var (error, _) = wire.Produce(Topic, WireQuestions.Batch(RecordBytes));
            if (error == ErrorCode.KafkaStorageError) return (count, before);
            Assert.Equal(ErrorCode.None, error);
            before = wire.FetchAll(Topic);
        }
    }
}

using Levada.Sqoop.Output;
using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;

namespace Levada.Sqoop.Tests.Shell;

public sealed class LogWriterTests : IDisposable
{
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly FixedTime _time = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void A_line_has_the_shape_of_sqoops_log()
    {
        using var log = new LogWriter(_error, _time, isTerminal: false);
        log.SetTool(ToolName.ImportAllTables);
        log.Info("one");
        log.Warn("two");
        log.Error("three");
        log.Info("sqoop.Sqoop", "four");
        Assert.Equal(
            "24/03/09 07:05:04 INFO tool.ImportAllTablesTool: one\n24/03/09 07:05:04 WARN tool.ImportAllTablesTool: two\n"
            + "24/03/09 07:05:04 ERROR tool.ImportAllTablesTool: three\n24/03/09 07:05:04 INFO sqoop.Sqoop: four\n",
            _error.ToString());
    }

    [Fact]
    public void Debug_lines_are_for_those_who_ask()
    {
        using var log = new LogWriter(_error, _time, isTerminal: false);
        log.Debug("hidden");
        log.IsVerbose = true;
        log.Debug("shown");
        Assert.Equal("24/03/09 07:05:04 DEBUG sqoop.Sqoop: shown\n", _error.ToString());
    }

    [Fact]
    public void Notes_of_the_command_line_keep_their_source()
    {
        using var log = new LogWriter(_error, _time, isTerminal: false);
        log.Begin(new CommandLineResult { Notes = [new(NoteLevel.Warn, "tool.BaseSqoopTool", "x")] });
        Assert.Equal("24/03/09 07:05:04 WARN tool.BaseSqoopTool: x\n", _error.ToString());
    }

    [Fact]
    public void Nothing_is_drawn_where_there_is_no_terminal()
    {
        using var log = new LogWriter(_error, _time, isTerminal: false);
        log.Progress(1, 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void The_progress_bar_gives_way_to_lines_and_goes_at_the_end()
    {
        using (var log = new LogWriter(_error, _time, isTerminal: true))
        {
            log.Progress(1000, 2048);
            log.Progress(2000, 2048);
            _time.Advance(TimeSpan.FromSeconds(2));
            log.Plain("line");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\r3,000 rows, 1,500 rows/s, 4 KB\e[K\r\e[Kline\n\r3,000 rows, 1,000 rows/s, 4 KB\e[K\r\e[K", _error.ToString());
    }

    [Theory]
    [InlineData(0, 0, 0, "0 rows, 0 rows/s, 0 bytes")]
    [InlineData(10, 1023, 2, "10 rows, 5 rows/s, 1,023 bytes")]
    [InlineData(1_234_567, 109_261_619, 4, "1,234,567 rows, 308,642 rows/s, 104.2 MB")]
    public void Progress_is_rows_their_rate_and_bytes(long rows, long bytes, int seconds, string expected) =>
        Assert.Equal(expected, ProgressLine.Of(rows, bytes, TimeSpan.FromSeconds(seconds)));
}

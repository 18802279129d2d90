using System.Globalization;
using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;
using Levada.TransferEngine;

namespace Levada.Sqoop.Output;

/// <summary>Writes the lines that Sqoop's log4j settings write to standard error: <c>yy/MM/dd HH:mm:ss INFO tool.ImportTool: text</c>.</summary>
/// <remarks>Safe for several threads. The progress bar gives way to a line.</remarks>
internal sealed class LogWriter(TextWriter error, TimeProvider time, bool isTerminal) : ITransferLog, IDisposable
{
    private readonly Lock _lock = new();
    private string _source = "sqoop.Sqoop";
    private ProgressBar? _bar;

    /// <summary>Whether debug lines are written.</summary>
    public bool IsVerbose { get; set; }

    /// <summary>Lines without a source are the tool's from now on.</summary>
    public void SetTool(ToolName tool) => _source = $"tool.{tool}Tool";

    /// <summary>Writes the notes of the command line.</summary>
    public void Begin(CommandLineResult result)
    {
        foreach (var note in result.Notes) Write(note.Level.ToString().ToUpperInvariant(), note.Source, note.Text);
    }

    public void Debug(string line)
    {
        if (IsVerbose) Write("DEBUG", _source, line);
    }

    public void Info(string line) => Write("INFO", _source, line);

    public void Info(string source, string line) => Write("INFO", source, line);

    public void Warn(string line) => Write("WARN", _source, line);

    public void Error(string line) => Write("ERROR", _source, line);

    /// <summary>Writes a text as it stands.</summary>
    public void Plain(string text)
    {
        lock (_lock)
        {
            _bar?.Clear();
            error.WriteLine(text);
        }
    }

    public void Progress(long rows, long bytes)
    {
        if (!isTerminal) return;
        var bar = Volatile.Read(ref _bar) ?? StartBar();
        bar.Add(rows, bytes);
    }

    /// <summary>Takes the progress bar away until rows move again.</summary>
    public void EndProgress()
    {
        ProgressBar? bar;
        lock (_lock)
        {
            bar = _bar;
            _bar = null;
        }

        bar?.Dispose();
    }

    public void Dispose() => EndProgress();

    private ProgressBar StartBar()
    {
        lock (_lock) return _bar ??= new ProgressBar(error, time, _lock);
    }

    private void Write(string level, string source, string text)
    {
        var now = time.GetLocalNow().ToString("yy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
        Plain($"{now} {level} {source}: {text}");
    }
}

using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.TransferEngine.Tests.Validation;

public sealed class RowCountValidationTests
{
    private readonly RecordingLog _log = new();

    [Fact]
    public void Equal_counts_are_valid()
    {
        RowCountValidation.Check(new ValidationOptions(), 3, 3, _log);
        Assert.Contains("INFO Data successfully validated", _log.Lines);
    }

    [Fact]
    public void Different_counts_end_the_run()
    {
        var failure = Assert.Throws<TransferException>(() => RowCountValidation.Check(new ValidationOptions(), 3, 2, _log));
        Assert.StartsWith("Validation failed by RowCountValidator.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Different_counts_are_a_warning_where_only_the_log_is_to_know()
    {
        RowCountValidation.Check(new ValidationOptions { FailureHandler = "LogOnFailureHandler" }, 3, 2, _log);
        Assert.StartsWith("WARN Validation failed by RowCountValidator.", _log.Lines.Last(), StringComparison.Ordinal);
    }
}

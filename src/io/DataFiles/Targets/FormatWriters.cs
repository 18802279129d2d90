using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>The writers of the layouts that this build has.</summary>
internal sealed class FormatWriters : IFormatWriters
{
    public static FormatWriters Instance { get; } = new();

    public IFormatWriter Create(TargetRequest request, Stream output) => request.Options.Layout switch
    {
        var layout => throw new TransferException($"Files of the layout {layout} cannot be written by this build."),
    };

    public IFormatWriter Continue(TargetRequest request, Stream existing, Stream output) => Create(request, output);
}

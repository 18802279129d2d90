using System.Collections.Immutable;
using Levada.DataFiles.Codecs;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>Files of this machine as the source of an export, a merge or a validation.</summary>
internal sealed class DirectorySource : IExportSource
{
    private readonly ImmutableSortedDictionary<string, SourceFile> _files;
    private readonly IFormatReaders _readers;
    private readonly bool _isTextCuttable;

    /// <exception cref="TransferException">There is nothing at the location, or what is there cannot be read as one data set.</exception>
    public DirectorySource(string location, TransferOptions options, IFormatReaders readers)
    {
        var files = SourceListing.Find(location, options);
        _readers = readers;
        Layout = FileKinds.Of(files);
        _isTextCuttable = options.Text.Input is { HasEnclose: false, HasEscape: false };
        _files = files.ToImmutableSortedDictionary(
            file => file.Path,
            file => new SourceFile(file.Path, file.Length, Layout == FileLayout.Text ? CompressionCodec.OfFile(file.Path) : null),
            StringComparer.Ordinal);
        // Files of no bytes have no schema.
        FileSchema = Layout != FileLayout.Text ? readers.ReadSchema(Layout, files.First(file => file.Length > 0).Path) : null;
    }

    public FileLayout Layout { get; }

    public RowSchema? FileSchema { get; }

    public ImmutableArray<ExportSlice> Slice(int sliceCountMax) =>
        SlicePlan.Cut([.. _files.Values.Select(file => (file.Path, file.Length))], sliceCountMax, IsCuttable);

    public IRowReader Open(ExportSlice slice, RowSchema wanted, CancellationToken cancellationToken) =>
        new SliceReader(slice, wanted, range => _readers.Open(Layout, _files[range.Path], range, wanted));

    private bool IsCuttable(string path) => Layout == FileLayout.Text && _isTextCuttable && _files[path].Codec is null;
}

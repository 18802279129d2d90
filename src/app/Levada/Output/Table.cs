namespace Levada.Output;

/// <summary>Rows under columns, printed as a table or as JSON.</summary>
/// <param name="name">Its name where several tables are printed as one JSON object, in camelCase.</param>
internal sealed class Table(string name, params Column[] columns)
{
    private readonly List<Cell[]> _rows = [];

    public string Name { get; } = name;
    public IReadOnlyList<Column> Columns => columns;
    public IReadOnlyList<Cell[]> Rows => _rows;

    public void Add(params Cell[] cells)
    {
        if (cells.Length != columns.Length) throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns", nameof(cells));
        _rows.Add(cells);
    }
}

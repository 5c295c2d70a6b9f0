//! The Chinese of `--help`: command, argument, text. `*` stands for every command that has the argument; an empty
//! argument for the command itself, `[after]` for its examples.

pub(super) const CHINESE: &[(&str, &str, &str)] = &[
    ("", "", "把园区外企业向工业园区集中：给出经证明的下界，并说明每一项决定的理由。"),
    (
        "",
        "[after]",
        "从这里开始：
  parkward init my-district        带注释的起始项目，供填写
  parkward check my-district/plan.toml
  parkward plan my-district/plan.toml -o out
  parkward explain out E0042       这家企业为何去这个园区

退出码：0 完成；1 完成，但 --strict 发现无效行或未安置企业，或方案未通过核验；
2 用法、配置或输入有误；130 被中断：若正在求解，写出当时最好的方案，否则什么也不写。",
    ),
    ("*", "lang", "输出和提示所用的语言；不写则按方案文件的 lang，再则为英文。报错在此之前按 LANG。"),
    ("*", "json", "在标准输出以 JSON 给出结果。"),
    ("*", "verbose", "多说一些：每条说明都列出，而非每类一条；并给出每一步的用时。"),
    ("*", "allow_remote", "也读取不是本机文件的输入：数据库、网络服务、网址、虚拟图层。"),
    ("*", "unpack_limit", "压缩文件（工作簿也是）解开后最大允许多少兆字节。"),
    ("*", "quiet", "除报错外什么都不说。"),
    ("*", "help", "显示帮助"),
    ("", "version", "显示版本"),
    ("plan", "", "全部工作：图层、地图、表格和证明。"),
    (
        "plan",
        "[after]",
        "示例：
  parkward plan data/jinshan/plan.toml -o out
  parkward plan plan.toml -o out --as-of 2021-03-01     按当日有效的规则
  parkward plan plan.toml -o out --strict && publish out
  parkward plan plan.toml -o out --theme print --page a0 --map-parks",
    ),
    ("plan", "plan", "方案文件。"),
    ("plan", "output", "写出的文件夹；新方案完整后才替换旧的。"),
    ("plan", "as_of", "适用规则的日期，代替方案文件或规则书中的日期。"),
    ("plan", "strict", "有无效行或有企业未安置时退出码为 1；方案照写。"),
    ("plan", "earlier", "较早方案的文件夹，代替方案文件所写的；只在值得时才改变它。"),
    ("*", "time_limit", "搜索至多这么久；已证明最优、已在 --gap 之内或搜索量用完则提前结束。结果因此与机器有关。"),
    (
        "*",
        "effort",
        "搜索多少，按步数计，与机器无关：默认 standard（小而难的问题几秒，大问题按规模），quick 为其十分之一，thorough 为其二十倍；写了 --time-limit 则不限。",
    ),
    ("*", "gap", "方案与下界相差在这一比例之内即停止，如 0.001；0 至 1（不含 1）。"),
    ("plan", "theme", "地图配色，代替方案文件所写的：light、print、colour-blind 或 greyscale。"),
    ("plan", "page", "地图纸张，代替方案文件所写的：a4 至 a0。"),
    ("plan", "map_parks", "另写 map-parks.pdf，每个园区一页。"),
    ("plan", "timestamp", "把运行时间写入 provenance.json；两次运行因此会有差别。"),
    ("plan", "progress", "在标准错误逐步报告进度，每步一行，供调用它的程序显示。"),
    ("check", "", "规划预演：读到了什么、怎样读的、有什么问题、规划大致如何。不作任何修改。"),
    (
        "check",
        "[after]",
        "示例：
  parkward check plan.toml
  parkward check plan.toml -v                   列出每一处，而非每类三处
  parkward check plan.toml -o issues            issues.json，以及供地图使用的 issues.geojson
  parkward check plan.toml --json | jq '.issues[] | select(.severity == \"error\")'

发现分为：错误（✗：无法使用的行或文件，无法据以规划的编号或决定，明显属于别处、别的坐标系或次序颠倒的坐标）、
警告（!：多半有误，但仍会据以规划）和提示（·：怎样读取的、哪些未知）。",
    ),
    ("check", "plan", "方案文件。"),
    ("check", "output", "存放检查结果的文件夹：issues.json，以及 issues.geojson，有位置的每项一个点。"),
    ("check", "strict", "有任何错误时退出码为 1，每个无效行都是错误；警告和提示不算。"),
    ("locate", "", "由普通文件判断每家企业位于哪个园区、离哪个园区最近。"),
    (
        "locate",
        "[after]",
        "示例：
  parkward locate --parks parks.geojson --enterprises firms.csv > located.csv
  parkward locate --parks parks.shp --enterprises firms.csv --crs gcj02 --columns id=编号,lon=经度,lat=纬度",
    ),
    ("locate", "parks", "园区：GeoJSON、CSV 或 GDAL 能读取的任何格式。"),
    ("locate", "park_columns", "园区的列，如 id=编号。"),
    ("locate", "park_layer", "园区的图层或工作表，文件有多个时使用。"),
    ("locate", "park_encoding", "园区文件的编码：utf-8、gbk、big5、windows-1252 等。"),
    ("*", "enterprises", "企业：GeoJSON、CSV 或 GDAL 能读取的任何格式。"),
    ("*", "crs", "文件未说明时的坐标系：EPSG 代码、PROJ 字符串、gcj02 或 bd09。"),
    ("*", "columns", "企业或项目的列，如 id=编号,lon=经度。"),
    ("*", "layer", "其图层或工作表，文件有多个时使用。"),
    ("*", "encoding", "其编码：utf-8、gbk、big5、windows-1252 等。"),
    ("screen", "", "由普通文件判断谁须淘汰、谁须核实、谁通过。"),
    (
        "screen",
        "[after]",
        "示例：
  parkward screen --enterprises firms.csv --rules rules.toml > screened.csv
  parkward screen --enterprises firms.csv --rules rules.toml --as-of 2021-03-01",
    ),
    ("screen", "rules", "规则文件。"),
    ("screen", "as_of", "适用规则的日期，代替规则书中的日期。"),
    ("assign", "", "求解以两个 CSV 文件给出的分配问题，并给出证明。"),
    (
        "assign",
        "[after]",
        "示例：
  parkward assign --pairs pairs.csv --capacities parks.csv --unplaced 100 > placed.csv

pairs.csv        enterprise,park,cost,need    每行一个允许的配对
capacities.csv   park,capacity
成本和数量为至多三位小数的十进制数；一家企业在各园区的需求相同。",
    ),
    ("assign", "pairs", "CSV，列为 enterprise,park,cost,need。"),
    ("assign", "capacities", "CSV，列为 park,capacity。"),
    ("assign", "unplaced", "一家企业不予安置的成本。"),
    ("explain", "", "一家企业、一个项目或一个园区的台账，既有文字也有表格；或写成可交付的告知单。"),
    (
        "explain",
        "[after]",
        "示例：
  parkward explain out E0042                        这家企业为何去这个园区
  parkward explain out E0042 --lang zh
  parkward explain out E0042 --json
  parkward explain out E0042 -o E0042.docx          告知单，附小地图和签字处
  parkward explain out SH-JS-01                     一个园区：谁迁入，谁未能迁入及原因
  parkward explain out --all -o sheets.pdf          方案作出决定的所有企业，然后是各园区
  parkward explain out --all -o sheets --format docx    每家一个文件",
    ),
    ("explain", "folder", "plan 写出的文件夹。"),
    ("explain", "id", "企业编号，或项目编号，或园区编号。"),
    ("explain", "park", "编号是园区的，即使有企业或项目同号。"),
    ("explain", "all", "全部企业（已在园区并保留的除外）、全部项目、全部园区。"),
    ("explain", "output", "写成告知单：文件名以 .docx、.pdf 或 .html 结尾；用 --all 时也可以是文件夹，每家一个文件。"),
    ("explain", "solve", "对可使未安置者得到安置的每种调整重新求解，而不只说至少减少多少。"),
    ("explain", "format", "文件夹中各文件的格式；不写则为 PDF。"),
    ("explain", "project", "编号是项目的，即使有企业同号。"),
    ("site", "", "新项目可去的园区，最合适的在前，并说明其他园区为何不可。"),
    (
        "site",
        "[after]",
        "示例：
  parkward site out --industry C3612 --land 3.2               按规划后的剩余用地和影子价格
  parkward site plan.toml --industry C3612 --land 3.2         在任何企业迁移之前
  parkward site out --industry 3612 --land 3.2 --at 121.3,30.8 --need energy=120 -o sites.gpkg
  parkward site out --projects projects.csv -o sites.csv     一张项目表，逐个单独考虑",
    ),
    ("site", "plan", "plan 写出的文件夹，或方案文件。"),
    ("site", "industry", "项目的行业，用行业分类中的代码。"),
    ("site", "land", "所需用地，公顷。"),
    ("site", "projects", "改用一张项目表，逐个单独考虑：GeoJSON、CSV 或 GDAL 能读取的任何格式，列与方案的项目相同，文件未说明时坐标系为 WGS84。"),
    ("site", "at", "意向位置，WGS84；不写则不计距离。"),
    ("site", "need", "其他需求，如 energy=120；没有写出的资源不作考虑。"),
    ("site", "output", "把各园区写成图层：以 .gpkg、.geojson、.csv 或 .fgb 结尾的文件。"),
    ("compare", "", "两个方案之间的变化：逐家企业、逐个园区和总计。"),
    (
        "compare",
        "[after]",
        "示例：
  parkward compare out-before out-after
  parkward compare out-before out-after --json | jq .flows
  parkward compare out-before out-after -o changes",
    ),
    ("compare", "before", "plan 写出的文件夹。"),
    ("compare", "after", "另一个文件夹。"),
    ("compare", "output", "把差别写成图层的文件夹：changes.gpkg、changes.csv、park_changes.csv。"),
    ("export", "", "把写出的方案的图层另写成别的格式或坐标系。"),
    (
        "export",
        "[after]",
        "示例：
  parkward export out --format shapefile,xlsx -o for-the-bureau
  parkward export out --format geojson --crs gcj02 -o for-the-web-map
  parkward export out --format dxf --crs EPSG:4549 -o for-cad
  parkward export out --format \"MapInfo File\" --layers parks,moves -o for-mapinfo",
    ),
    ("export", "folder", "plan 写出的文件夹。"),
    ("export", "format", "格式：gpkg、geojson、csv、flatgeobuf、geoparquet、shapefile、gdb、sqlite、xlsx、ods、kml、dxf，或所装 GDAL 中任何能建图层的驱动名。"),
    ("export", "database", "改为写入 PostgreSQL 数据库，如 PG:dbname=land；须加 --allow-remote。"),
    ("export", "schema", "数据库中的模式，须尚不存在。"),
    ("export", "crs", "写出的坐标系：EPSG 代码、PROJ 字符串、gcj02 或 bd09。"),
    ("export", "layers", "写出哪些图层；不写则全部。"),
    ("export", "csv_bom", "CSV 文件以字节序标记开头，使 Excel 按 UTF-8 打开。"),
    ("export", "output", "写出的文件夹；全部完整后才替换旧的。"),
    (
        "verify",
        "",
        "再次核验写出的方案，有两种深度。

仅凭文件夹：摘要值和每个文件的哈希；plan.json 的每个数和每句话，重新计算；其他每个文件，由 plan.json 重新写出并比较。不是谁写出的文件会被找出。

加上 --inputs：另外重读输入并与方案对照；把行倒序、换线程数重新做一遍方案；全部距离用 Karney 测地线重算。

每一行说明什么成立（✓）、什么不成立（✗）、什么在此无法查看（?）。",
    ),
    (
        "verify",
        "[after]",
        "示例：
  parkward verify out
  parkward verify out --inputs
  parkward verify out --inputs=moved/plan.toml
  parkward verify layers --plan out          由 export 写出的文件夹
  parkward verify out --sign ~/.ssh/id_ed25519
  parkward verify out --signers bureau.pub",
    ),
    ("verify", "folder", "plan 或 export 写出的文件夹。"),
    ("verify", "inputs", "也查看输入：按记录的方案文件路径从此处、从该文件夹及其上级查找；或给出方案文件，或其所在的文件夹。"),
    ("verify", "plan", "export 所写图层的方案的文件夹。"),
    ("verify", "sign", "一切相符时，用此 OpenSSH 私钥为文件夹签名：Ed25519，没有口令。"),
    ("verify", "signers", "须由谁签名：OpenSSH 公钥，或名称与公钥的清单。"),
    ("init", "", "为另一个地区建立带注释的起始项目。"),
    ("init", "[after]", "示例：\n  parkward init my-district"),
    ("init", "folder", "要建立的文件夹。"),
    ("qgis", "", "QGIS 插件：在其处理工具箱中使用这里的全部功能。"),
    (
        "qgis",
        "[after]",
        "示例：
  parkward qgis install
  parkward qgis package parkward-qgis.zip    供“插件”中“从 ZIP 文件安装”使用",
    ),
    ("qgis install", "", "把插件装入 QGIS 配置，替换旧的。"),
    ("qgis install", "profile", "配置的文件夹；不写则为默认配置。"),
    ("qgis package", "", "把插件写成 ZIP 文件。"),
    ("qgis package", "file", "文件。"),
    ("schema", "", "plan.json 的 JSON Schema，供读取方案的程序使用。"),
    ("schema", "[after]", "示例：\n  parkward schema > plan.schema.json"),
    ("completions", "", "适用于您的命令行的补全脚本。"),
    (
        "completions",
        "[after]",
        "示例：\n  parkward completions bash > ~/.local/share/bash-completion/completions/parkward",
    ),
    ("completions", "shell", "哪种命令行。"),
    ("help", "", "显示本帮助，或某个命令的帮助"),
];

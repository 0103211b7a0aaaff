// :name: -> character, the ones that turn up in operations channels. Others stay as typed, as in Slack.

export const EMOJI = {
  // state and alarm
  rotating_light: "🚨", warning: "⚠️", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️",
  x: "❌", negative_squared_cross_mark: "❎", no_entry: "⛔", no_entry_sign: "🚫", octagonal_sign: "🛑", construction: "🚧",
  bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢", exclamation: "❗", bangbang: "‼️", question: "❓",
  grey_question: "❔", information_source: "ℹ️", sos: "🆘", new: "🆕", ok: "🆗", fire: "🔥", boom: "💥", zap: "⚡",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  large_purple_circle: "🟣", white_circle: "⚪", black_circle: "⚫", large_red_square: "🟥", large_green_square: "🟩",
  large_orange_square: "🟧", large_yellow_square: "🟨", large_blue_square: "🟦", white_large_square: "⬜", black_large_square: "⬛",
  small_red_triangle: "🔺", small_red_triangle_down: "🔻", small_orange_diamond: "🔸", small_blue_diamond: "🔹",
  // time
  hourglass: "⌛", hourglass_flowing_sand: "⏳", clock1: "🕐", clock3: "🕒", clock9: "🕘", alarm_clock: "⏰", stopwatch: "⏱️",
  timer_clock: "⏲️", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", watch: "⌚",
  // numbers
  zero: "0️⃣", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", six: "6️⃣", seven: "7️⃣", eight: "8️⃣", nine: "9️⃣",
  keycap_ten: "🔟", "1234": "🔢", hash: "#️⃣",
  // locks and tools
  lock: "🔒", unlock: "🔓", closed_lock_with_key: "🔐", key: "🔑", shield: "🛡️", wrench: "🔧", hammer: "🔨",
  hammer_and_wrench: "🛠️", gear: "⚙️", link: "🔗", mag: "🔍", mag_right: "🔎", bulb: "💡", electric_plug: "🔌", battery: "🔋",
  package: "📦", truck: "🚚", articulated_lorry: "🚛", ship: "🚢", airplane: "✈️", airplane_departure: "🛫", factory: "🏭",
  office: "🏢", department_store: "🏬", house: "🏠", convenience_store: "🏪", round_pushpin: "📍", pushpin: "📌",
  paperclip: "📎", shopping_trolley: "🛒", shopping_bags: "🛍️", label: "🏷️", credit_card: "💳", moneybag: "💰",
  receipt: "🧾", euro: "💶", dollar: "💵", gift: "🎁", recycle: "♻️", barcode: "🏷️", computer: "💻", desktop_computer: "🖥️",
  iphone: "📱", telephone_receiver: "📞", phone: "☎️", email: "📧", envelope: "✉️", incoming_envelope: "📨",
  envelope_with_arrow: "📩", inbox_tray: "📥", outbox_tray: "📤", mailbox: "📫", camera: "📷", camera_with_flash: "📸",
  file_cabinet: "🗄️", scissors: "✂️", frame_with_picture: "🖼️", film_frames: "🎞️", file_folder: "📁", open_file_folder: "📂", card_index_dividers: "🗂️",
  page_facing_up: "📄", page_with_curl: "📃", clipboard: "📋", memo: "📝", pencil: "📝", pencil2: "✏️", notebook: "📓",
  ledger: "📒", books: "📚", newspaper: "📰", scroll: "📜", bar_chart: "📊", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", wastebasket: "🗑️", speech_balloon: "💬", thought_balloon: "💭", left_speech_bubble: "🗨️",
  // arrows and media
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrow_upper_right: "↗️", arrow_forward: "▶️",
  arrow_backward: "◀️", double_vertical_bar: "⏸️", black_square_for_stop: "⏹️", fast_forward: "⏩", rewind: "⏪",
  arrows_counterclockwise: "🔄", repeat: "🔁", twisted_rightwards_arrows: "🔀", leftwards_arrow_with_hook: "↩️",
  arrow_right_hook: "↪️", back: "🔙", soon: "🔜", top: "🔝", heavy_plus_sign: "➕", heavy_minus_sign: "➖",
  // people and hands
  eyes: "👀", eye: "👁️", wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", ok_hand: "👌", clap: "👏",
  raised_hands: "🙌", pray: "🙏", point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", raised_hand: "✋",
  hand: "✋", muscle: "💪", handshake: "🤝", writing_hand: "✍️", bust_in_silhouette: "👤", busts_in_silhouette: "👥",
  technologist: "🧑‍💻", robot_face: "🤖", detective: "🕵️", firefighter: "🧑‍🚒", cop: "👮", runner: "🏃",
  // faces
  smile: "😄", smiley: "😃", grinning: "😀", slightly_smiling_face: "🙂", wink: "😉", blush: "😊", heart_eyes: "😍",
  thinking_face: "🤔", neutral_face: "😐", confused: "😕", worried: "😟", cry: "😢", sob: "😭", joy: "😂", sweat_smile: "😅",
  rage: "😡", scream: "😱", sleeping: "😴", zzz: "💤", sunglasses: "😎", partying_face: "🥳", upside_down_face: "🙃",
  face_palm: "🤦", shrug: "🤷", see_no_evil: "🙈", skull: "💀", ghost: "👻",
  // cheer and weather
  tada: "🎉", sparkles: "✨", star: "⭐", star2: "🌟", rocket: "🚀", trophy: "🏆", medal: "🏅", dart: "🎯", heart: "❤️",
  broken_heart: "💔", green_heart: "💚", blue_heart: "💙", "100": "💯", coffee: "☕", sunny: "☀️", cloud: "☁️", rain_cloud: "🌧️",
  snowflake: "❄️", umbrella: "☔", rainbow: "🌈", seedling: "🌱", bug: "🐛", ant: "🐜", turtle: "🐢", snail: "🐌", checkered_flag: "🏁",
  triangular_flag_on_post: "🚩", waving_white_flag: "🏳️", earth_africa: "🌍", globe_with_meridians: "🌐", test_tube: "🧪",
  microscope: "🔬", satellite_antenna: "📡", broom: "🧹", fuelpump: "⛽", traffic_light: "🚦", vertical_traffic_light: "🚦",
};
